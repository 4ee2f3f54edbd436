namespace WebhookReceiver.Dispatch;

/// <summary>Moments of the monotonic clock.</summary>
internal static class Timestamps
{
    /// <summary>The timestamp that the clock will show after a while; now, when the while is over already.</summary>
    public static long TimestampIn(this TimeProvider clock, TimeSpan wait) =>
        clock.GetTimestamp() + (wait <= TimeSpan.Zero ? 0 : (long)(wait.TotalSeconds * clock.TimestampFrequency));
}
