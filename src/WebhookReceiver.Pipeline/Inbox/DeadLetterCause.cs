namespace WebhookReceiver.Inbox;

/// <summary>Why an event is a dead letter. The words are written to disk and shown to operators.</summary>
internal readonly record struct DeadLetterCause(string Text)
{
    /// <summary>The last of <c>Dispatch:MaxAttempts</c> attempts failed.</summary>
    public static readonly DeadLetterCause AttemptsExhausted = new("attempts exhausted");

    /// <summary>The handler said that repeating is of no use.</summary>
    public static readonly DeadLetterCause NeverRetry = new("never retry");

    /// <summary>It was to be called again, and after a restart there is no handler of that name.</summary>
    public static readonly DeadLetterCause HandlerMissing = new("handler missing");

    /// <summary>Older than the duplicate window, and <c>Inbox:StaleEvents</c> is <c>Quarantine</c>.</summary>
    public static readonly DeadLetterCause Stale = new("stale");

    /// <summary>It was accepted, and its bytes on disk are damaged.</summary>
    public static readonly DeadLetterCause UnreadableOnDisk = new("unreadable on disk");

    public override string ToString() => Text;
}
