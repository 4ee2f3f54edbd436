namespace WebhookReceiver.Tests.Receiving;

/// <summary>The real clock with steps on top of it: <see cref="Step"/> lets time pass at once, and all timers that are due by then fire before it returns.</summary>
internal sealed class SteppedClock : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<SteppedTimer> timers = [];
    private readonly Sightings<TimeSpan> begun = new();
    private TimeSpan ahead;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;

    public override long GetTimestamp() => System.GetElapsedTime(0).Ticks + Ahead.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SteppedTimer(this, callback, state);
        timer.Change(dueTime, period);
        begun.Add(dueTime);
        return timer;
    }

    /// <summary>Waits until a timer has been started with this time, so that what it limits is under way.</summary>
    public Task UntilTimerAsync(TimeSpan dueTime, CancellationToken cancellationToken) => begun.UntilAsync(time => time == dueTime, 1, cancellationToken);

    public void Step(TimeSpan by)
    {
        List<SteppedTimer> due;

        lock (gate)
        {
            ahead += by;
            due = [.. timers.Where(timer => timer.Due <= GetTimestamp())];
        }

        due.ForEach(static timer => timer.Fire());
    }

    private TimeSpan Ahead
    {
        get
        {
            lock (gate)
            {
                return ahead;
            }
        }
    }

    /// <summary>A real timer that a step can bring forward.</summary>
    private sealed class SteppedTimer : ITimer
    {
        private readonly SteppedClock clock;
        private readonly TimerCallback callback;
        private readonly object? state;
        private readonly ITimer real;

        public SteppedTimer(SteppedClock clock, TimerCallback callback, object? state)
        {
            (this.clock, this.callback, this.state) = (clock, callback, state);
            real = System.CreateTimer(static self => ((SteppedTimer)self!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public long Due { get; private set; }

        private TimeSpan Period { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                clock.timers.Remove(this);
                Period = period;

                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock.GetTimestamp() + dueTime.Ticks;
                    clock.timers.Add(this);
                }
            }

            return real.Change(dueTime, Timeout.InfiniteTimeSpan);
        }

        public void Fire()
        {
            lock (clock.gate)
            {
                // Fired by the step or by the real timer, whichever comes first.
                if (!clock.timers.Remove(this))
                {
                    return;
                }
            }

            if (Period > TimeSpan.Zero)
            {
                Change(Period, Period);
            }

            callback(state);
        }

        public void Dispose()
        {
            lock (clock.gate)
            {
                clock.timers.Remove(this);
            }

            real.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
