namespace WebhookReceiver.Dispatch;

/// <summary>Lanes whose head waits for its next attempt, and the one timer that wakes the earliest. By the monotonic clock: a changed wall clock changes no wait.</summary>
internal sealed class ParkedLanes : IDisposable
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);

    private readonly PriorityQueue<Lane, long> lanes = new();
    private readonly TimeProvider clock;
    private readonly ITimer timer;

    /// <param name="clock">By which they wait.</param>
    /// <param name="wake">Called from a thread of the pool when one may be due.</param>
    public ParkedLanes(TimeProvider clock, Action wake)
    {
        this.clock = clock;
        timer = clock.CreateTimer(static state => ((Action)state!)(), wake, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int Count => lanes.Count;

    public void Add(Lane lane, long due)
    {
        lanes.Enqueue(lane, due);

        if (lanes.TryPeek(out var first, out _) && ReferenceEquals(first, lane))
        {
            Arm();
        }
    }

    /// <returns>The next that is due; null when none is.</returns>
    public Lane? TryTakeDue()
    {
        if (lanes.TryPeek(out _, out var due) && due <= clock.GetTimestamp())
        {
            return lanes.Dequeue();
        }

        Arm();
        return null;
    }

    public void Dispose() => timer.Dispose();

    private void Arm()
    {
        if (lanes.TryPeek(out _, out var due))
        {
            var wait = clock.GetElapsedTime(clock.GetTimestamp(), due);
            timer.Change(TimeSpan.FromMilliseconds(Math.Clamp(Math.Ceiling(wait.TotalMilliseconds), 1, LongestTimer.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
        }
    }
}
