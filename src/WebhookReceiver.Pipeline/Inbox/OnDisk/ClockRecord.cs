namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>One look at all clocks, as it is written beside the outcomes: at the start, once a minute, and when the service stops.</summary>
/// <param name="Time">Inbox time, in milliseconds.</param>
/// <param name="Monotonic">The machine's monotonic clock.</param>
/// <param name="Wall">The wall clock, in milliseconds of Unix time. Only ever compared with itself, to log a step.</param>
/// <param name="Boot">The boot on which the monotonic clock counts; empty where that is not known.</param>
internal sealed record ClockRecord(long Time, TimeSpan Monotonic, long Wall, string Boot);
