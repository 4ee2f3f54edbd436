namespace WebhookReceiver;

/// <summary>What came of asking for something to be done with a dead letter.</summary>
public enum DeadLetterResult
{
    /// <summary>It is done, or, for a replay, on its way.</summary>
    Done,

    /// <summary>There is no dead letter of that id (any more).</summary>
    NotFound,

    /// <summary>A replay of it has not ended.</summary>
    Replaying,

    /// <summary>It, or the event in it, cannot be read any more.</summary>
    Unreadable,

    /// <summary>The disk reports an error. It may be read later.</summary>
    Unavailable,
}
