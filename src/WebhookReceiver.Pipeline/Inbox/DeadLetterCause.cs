namespace WebhookReceiver.Inbox;

/// <summary>Why an event is a dead letter. The words are written to disk and shown to operators.</summary>
internal readonly record struct DeadLetterCause(string Text)
{
    /// <summary>The last of <c>Dispatch:MaxAttempts</c> attempts failed.</summary>
    public static readonly DeadLetterCause AttemptsExhausted = new("attempts exhausted");

    /// <summary>The handler reported that retrying is pointless.</summary>
    public static readonly DeadLetterCause NeverRetry = new("never retry");

    /// <summary>A retry was due, but after a restart no handler of that name is registered.</summary>
    public static readonly DeadLetterCause HandlerMissing = new("handler missing");

    /// <summary>The event is older than the duplicate window and <c>Inbox:StaleEvents</c> is <c>Quarantine</c>.</summary>
    public static readonly DeadLetterCause Stale = new("stale");

    /// <summary>The process died during every attempt to handle it.</summary>
    public static readonly DeadLetterCause ProcessDied = new("process died");

    /// <summary>Its bytes on disk are damaged, as a checksum proves.</summary>
    public static readonly DeadLetterCause UnreadableOnDisk = new("unreadable on disk");

    public static IReadOnlyList<DeadLetterCause> All { get; } = [AttemptsExhausted, NeverRetry, HandlerMissing, Stale, ProcessDied, UnreadableOnDisk];

    public override string ToString() => Text;
}
