namespace WebhookReceiver.WhatsApp;

/// <summary>
/// Which of two statuses of the same message and the same recipient is the newer truth. They come in any order and repeatedly, so whoever shows how a
/// message is doing keeps the last news and passes over what is none (Meta's "Status messages webhook reference").
/// </summary>
public static class StatusOrder
{
    /// <summary>
    /// Whether a status changes what is known. A higher <see cref="DeliveryState.Rank"/> does and a lower one does not: nothing goes back from read to
    /// delivered. A failure is news after <c>sent</c> only, and nothing that was delivered is news after a failure. Two of the same state, states
    /// without a rank, and payments are told apart by Meta's clock; where that is missing, another state is news and the same is not.
    /// </summary>
    /// <param name="status">The status that came.</param>
    /// <param name="known">The last one that was news, or null for the first.</param>
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

    /// <summary>A failure stands apart: it can follow sent, and is final otherwise. Of a word that has no rank nobody knows, so the clock decides.</summary>
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
