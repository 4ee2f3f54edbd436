namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>One reading of all clocks, written with the outcomes: at the start, once a minute, and when the service stops.</summary>
/// <param name="Time">Inbox time, in milliseconds.</param>
/// <param name="Monotonic">The machine's monotonic clock.</param>
/// <param name="Wall">The wall clock, in milliseconds of Unix time. Only compared with earlier wall-clock readings, to log a step.</param>
/// <param name="Boot">The boot to which the monotonic clock belongs; empty when unknown.</param>
internal sealed record ClockRecord(long Time, TimeSpan Monotonic, long Wall, string Boot);
