namespace WebhookReceiver.WhatsApp;

/// <summary>
/// A message of a past chat, from either side (Meta's <c>history</c> webhook reference). One of the type <c>media_placeholder</c> has no content, which may arrive
/// later as a <see cref="HistoryMedia"/> with the same id.
/// </summary>
public sealed record HistoryMessage
{
    /// <summary>
    /// The message. Its user and conversation are those of the chat, regardless of who wrote it; it is not passed to handlers separately.
    /// </summary>
    public InboundMessage? Message { get; init; }

    /// <summary>Whether the business wrote it.</summary>
    public bool IsFromBusiness { get; init; }

    /// <summary>The number of the sender.</summary>
    public string? From { get; init; }

    /// <summary>The number of the recipient; for messages of the business.</summary>
    public string? To { get; init; }

    /// <summary><c>DELIVERED</c>, <c>ERROR</c>, <c>PENDING</c>, <c>PLAYED</c>, <c>READ</c>, <c>SENT</c>; the list is open.</summary>
    public string? Status { get; init; }

    /// <summary>Reveals nothing of the message, so that one in a log line identifies nobody.</summary>
    public override string ToString() => nameof(HistoryMessage);
}
