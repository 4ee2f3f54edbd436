namespace WebhookReceiver.Inbox;

/// <summary>Why a dead letter was removed. The numbers are written to disk.</summary>
internal enum DeadLetterRemoval : byte
{
    /// <summary>Replayed successfully.</summary>
    Handled = 1,

    /// <summary>Discarded by an operator.</summary>
    Discarded = 2,

    /// <summary>Older than <c>Inbox:DeadLetterDays</c>.</summary>
    Expired = 3,

    /// <summary>Removed when a person's data was erased.</summary>
    Erased = 4,
}
