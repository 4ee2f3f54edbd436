namespace WebhookReceiver.Pipeline.Tests.Simulation;

/// <summary>The clock of one life: the time is that of the world.</summary>
internal sealed class VirtualClock(Agenda agenda, Life life, Func<TimeSpan> wallAhead) : TimeProvider
{
    private static readonly DateTimeOffset Epoch = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Epoch + TimeSpan.FromTicks(agenda.Now) + wallAhead();

    // Starts above zero, because zero means never in some places.
    public override long GetTimestamp() => agenda.Now + TimeSpan.TicksPerDay;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new VirtualTimer(agenda, life, () => callback(state), Interior.IsHousekeeping(callback), $"{callback.Method.DeclaringType?.Name}.{callback.Method.Name}({state})");
        timer.Change(dueTime, period);
        return timer;
    }
}
