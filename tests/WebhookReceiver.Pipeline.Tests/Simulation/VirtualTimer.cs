namespace WebhookReceiver.Pipeline.Tests.Simulation;

/// <summary>A timer of the virtual clock. When it is due its callback becomes an item of the agenda.</summary>
internal sealed class VirtualTimer(Agenda agenda, Life? life, Action callback, bool isHousekeeping, string name) : ITimer
{
    public const long Never = long.MaxValue;

    private TimeSpan period = Timeout.InfiniteTimeSpan;

    public Life? Life => life;

    /// <summary>The name of its callback.</summary>
    public string Name => name;

    /// <summary>Whether it fires for ever and nothing waits for it: it does not keep the world from coming to rest.</summary>
    public bool IsHousekeeping => isHousekeeping;

    public long Due { get; set; } = Never;

    public long Order { get; set; }

    public void Fire()
    {
        if (period != Timeout.InfiniteTimeSpan)
        {
            agenda.Set(this, agenda.Now + period.Ticks);
        }

        callback();
    }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        this.period = period;

        if (dueTime == Timeout.InfiniteTimeSpan)
        {
            Due = Never;
        }
        else
        {
            agenda.Set(this, agenda.Now + dueTime.Ticks);
        }

        return true;
    }

    public void Dispose() => Due = Never;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
