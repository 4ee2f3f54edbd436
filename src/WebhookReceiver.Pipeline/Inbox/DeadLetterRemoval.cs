namespace WebhookReceiver.Inbox;

/// <summary>Why a dead letter is one no longer. The numbers are written to disk.</summary>
internal enum DeadLetterRemoval : byte
{
    /// <summary>Replayed, and handled.</summary>
    Handled = 1,

    /// <summary>Thrown away by an operator.</summary>
    Discarded = 2,

    /// <summary>Older than <c>Inbox:DeadLetterDays</c>.</summary>
    Expired = 3,

    /// <summary>Removed with everything else of a person.</summary>
    Erased = 4,
}
