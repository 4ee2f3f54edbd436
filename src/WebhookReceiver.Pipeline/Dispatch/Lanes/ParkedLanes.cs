namespace WebhookReceiver.Dispatch;

/// <summary>The lanes whose head waits for its next attempt, and one timer for the earliest of them. Uses the monotonic clock: setting the wall clock changes no wait.</summary>
internal sealed class ParkedLanes : IDisposable
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);

    private readonly PriorityQueue<Lane, long> lanes = new();

    // Kept separately, because a million of them may wait: 16 bytes each.
    private readonly PriorityQueue<ulong, long> packed = new();
    private readonly TimeProvider clock;
    private readonly ITimer timer;

    /// <param name="clock">The clock.</param>
    /// <param name="wake">Called on a thread of the pool when a lane may be due.</param>
    public ParkedLanes(TimeProvider clock, Action wake)
    {
        this.clock = clock;
        timer = clock.CreateTimer(static state => ((Action)state!)(), wake, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many are in memory.</summary>
    public int Count => lanes.Count;

    /// <summary>Those in memory.</summary>
    public IEnumerable<Lane> All => lanes.UnorderedItems.Select(static item => item.Element);

    /// <summary>Allocates room for one more, so that <see cref="Add"/> cannot fail.</summary>
    public void Reserve()
    {
        lanes.EnsureCapacity(lanes.Count + 1);
        packed.EnsureCapacity(packed.Count + 1);
    }

    public void Add(LaneTicket ticket, long due)
    {
        var isEarliest = due < Earliest;

        if (ticket.Lane is { } lane)
        {
            lanes.Enqueue(lane, due);
        }
        else
        {
            packed.Enqueue(ticket.Packed, due);
        }

        if (isEarliest)
        {
            Arm();
        }
    }

    /// <returns>The next lane that is due; null when none is.</returns>
    public LaneTicket? TryTakeDue()
    {
        if (Earliest <= clock.GetTimestamp())
        {
            return !packed.TryPeek(out _, out var due) || (lanes.TryPeek(out _, out var other) && other <= due)
                ? new LaneTicket(lanes.Dequeue(), 0)
                : new LaneTicket(null, packed.Dequeue());
        }

        Arm();
        return null;
    }

    public void Dispose() => timer.Dispose();

    /// <summary>Sets the timer for a retry, although the earliest lane is due already.</summary>
    public void ArmAgain(TimeSpan wait) => timer.Change(wait, Timeout.InfiniteTimeSpan);

    /// <summary>Sets the timer for the earliest lane.</summary>
    private void Arm()
    {
        if (Earliest is < long.MaxValue and var due)
        {
            var wait = clock.GetElapsedTime(clock.GetTimestamp(), due);
            timer.Change(TimeSpan.FromMilliseconds(Math.Clamp(Math.Ceiling(wait.TotalMilliseconds), 1, LongestTimer.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
        }
    }

    private long Earliest => Math.Min(
        lanes.TryPeek(out _, out var due) ? due : long.MaxValue, packed.TryPeek(out _, out var packedDue) ? packedDue : long.MaxValue);
}
