namespace WebhookReceiver.WhatsApp;

/// <summary>
/// Decides which of two statuses of the same message and recipient is newer. Statuses arrive in any order and repeatedly, so code that shows the
/// progress of a message keeps the last one that was news and ignores the others (Meta's "Status messages webhook reference").
/// </summary>
public static class StatusOrder
{
    /// <summary>
    /// Whether a status changes what is known. One with a higher <see cref="DeliveryState.Rank"/> does, one with a lower does not: nothing goes back from read to
    /// delivered. A failure is news only after <c>sent</c>, and no delivery is news after a failure. Two statuses of the same state, states
    /// without a rank, and payments are compared by Meta's clock; without timestamps, a different state is news and the same one is not.
    /// </summary>
    /// <param name="status">The new status.</param>
    /// <param name="known">The last status that was news, or null for the first.</param>
    public static bool IsNews(MessageStatus status, MessageStatus? known)
    {
        ArgumentNullException.ThrowIfNull(status);

        if (known is null)
        {
            return true;
        }

        if (status.State == known.State || status.IsPayment || known.IsPayment)
        {
            return IsLater(status, known);
        }

        if (status.State == DeliveryState.Failed || known.State == DeliveryState.Failed)
        {
            return IsNewsAroundFailure(status, known);
        }

        return status.State.Rank is { } rank && known.State.Rank is { } before ? rank > before : IsLater(status, known);
    }

    /// <summary>A failure is a special case: it can follow sent, and is final otherwise. The order of words without a rank is unknown, so the clock decides.</summary>
    private static bool IsNewsAroundFailure(MessageStatus status, MessageStatus known)
    {
        var other = status.State == DeliveryState.Failed ? known.State : status.State;

        return other.Rank is null ? IsLater(status, known) : status.State == DeliveryState.Failed && known.State == DeliveryState.Sent;
    }

    private static bool IsLater(MessageStatus status, MessageStatus known) => (status.OccurredAt, known.OccurredAt) switch
    {
        ({ } time, { } before) when time != before => time > before,
        _ => status.State != known.State,
    };
}
