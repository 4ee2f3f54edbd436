namespace WebhookReceiver.Dispatch;

/// <summary>Arithmetic with timestamps of the monotonic clock.</summary>
internal static class Timestamps
{
    /// <summary>The timestamp of the clock after a wait; now if the wait is zero or negative.</summary>
    public static long TimestampIn(this TimeProvider clock, TimeSpan wait) =>
        clock.GetTimestamp() + (wait <= TimeSpan.Zero ? 0 : (long)(wait.TotalSeconds * clock.TimestampFrequency));
}
