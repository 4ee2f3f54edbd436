namespace WebhookReceiver.WhatsApp;

/// <summary>
/// A message of a past chat, from either side (Meta's <c>history</c> webhook reference). One of the type <c>media_placeholder</c> has no content; it may come
/// later as a <see cref="HistoryMedia"/> with the same id.
/// </summary>
public sealed record HistoryMessage
{
    /// <summary>
    /// The message. Its user and conversation are those of the chat, whoever wrote it; it comes to no handler by itself.
    /// </summary>
    public InboundMessage? Message { get; init; }

    /// <summary>Whether the business wrote it.</summary>
    public bool IsFromBusiness { get; init; }

    /// <summary>The number that wrote it.</summary>
    public string? From { get; init; }

    /// <summary>The number to which it went; for messages of the business.</summary>
    public string? To { get; init; }

    /// <summary><c>DELIVERED</c>, <c>ERROR</c>, <c>PENDING</c>, <c>PLAYED</c>, <c>READ</c>, <c>SENT</c>; the list is open.</summary>
    public string? Status { get; init; }

    /// <summary>Nothing of the message, so that one in a log line gives nobody away.</summary>
    public override string ToString() => nameof(HistoryMessage);
}
