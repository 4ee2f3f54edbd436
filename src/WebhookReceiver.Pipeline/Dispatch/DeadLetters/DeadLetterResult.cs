namespace WebhookReceiver;

/// <summary>The result of an operation on a dead letter.</summary>
public enum DeadLetterResult
{
    /// <summary>The operation is done; a replay has been scheduled.</summary>
    Done,

    /// <summary>There is no dead letter with that id, or no longer.</summary>
    NotFound,

    /// <summary>It is being replayed, and the replay has not ended.</summary>
    Replaying,

    /// <summary>The dead letter, or the event in it, can no longer be read.</summary>
    Unreadable,

    /// <summary>The disk reports an error; the dead letter may be readable later.</summary>
    Unavailable,
}
