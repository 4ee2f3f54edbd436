namespace WebhookReceiver.Dispatch;

/// <summary>What came of asking the <see cref="DeadLetterDesk"/> for something.</summary>
internal enum DeadLetterAnswer
{
    Done,

    /// <summary>There is no letter of that id (any more).</summary>
    NotFound,

    /// <summary>It is on its way to its handler already.</summary>
    Replaying,

    /// <summary>Its body, or the event in it, cannot be read.</summary>
    Unreadable,
}
