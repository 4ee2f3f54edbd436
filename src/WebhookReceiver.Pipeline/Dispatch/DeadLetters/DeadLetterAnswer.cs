namespace WebhookReceiver.Dispatch;

/// <summary>What came of asking the <see cref="DeadLetterDesk"/> for something.</summary>
internal enum DeadLetterAnswer
{
    Done,

    /// <summary>There is no letter of that id (any more).</summary>
    NotFound,

    /// <summary>It is on its way to its handler already.</summary>
    Replaying,

    /// <summary>It, or the event in it, cannot be read any more.</summary>
    Unreadable,

    /// <summary>The disk reports an error. It may be read later.</summary>
    Unavailable,
}
