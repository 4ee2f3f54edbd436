namespace WebhookReceiver.Pipeline.Tests.Fakes;

/// <summary>A clock that stands still until it is advanced; timers that become due fire on the thread that advances it.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<ManualTimer> timers = [];
    private DateTimeOffset now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    private TimeSpan wallAhead;
    private DateTimeOffset booted = new(2026, 11, 20, 11, 0, 0, TimeSpan.Zero);
    private int boots = 1;

    /// <summary>The id of the boot of the machine on whose timestamps this clock counts.</summary>
    public string Boot => $"boot-{boots}";

    public override DateTimeOffset GetUtcNow() => now + wallAhead;

    public override long GetTimestamp() => (now - booted).Ticks;

    /// <summary>The machine is rebooted, or the folder is moved to another one that has been up for this long. Only between two lives, because no process outlives it.</summary>
    public void Reboot(TimeSpan uptime = default)
    {
        boots++;
        booted = now - uptime;
    }

    /// <summary>Sets the wall clock, without changing the monotonic time.</summary>
    public void SetWall(TimeSpan ahead) => wallAhead = ahead;

    public void Advance(TimeSpan by)
    {
        List<ManualTimer> due;

        lock (gate)
        {
            now += by;
            due = [.. timers.Where(timer => timer.Due <= now)];
            timers.RemoveAll(due.Contains);
        }

        due.ForEach(static timer => timer.Fire());
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                clock.timers.Remove(this);

                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock.now + dueTime;
                    clock.timers.Add(this);
                }

                return true;
            }
        }

        public void Dispose()
        {
            lock (clock.gate)
            {
                clock.timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
