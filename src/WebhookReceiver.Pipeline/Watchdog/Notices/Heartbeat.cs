namespace WebhookReceiver.Watchdog;

/// <summary>When the next sign of life is due. The first one is due at once.</summary>
/// <param name="every">How often. Zero for never.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class Heartbeat(TimeSpan every, TimeProvider clock)
{
    private long? last;

    public bool IsDue => Remaining == TimeSpan.Zero;

    /// <summary>How long until then; <see cref="Timeout.InfiniteTimeSpan"/> when there is none.</summary>
    public TimeSpan Remaining => every <= TimeSpan.Zero ? Timeout.InfiniteTimeSpan
        : last is { } at && every - clock.GetElapsedTime(at) is { Ticks: > 0 } remaining ? remaining
        : TimeSpan.Zero;

    /// <summary>It is on its way now, whether or not it arrives.</summary>
    public void Begin() => last = clock.GetTimestamp();
}
