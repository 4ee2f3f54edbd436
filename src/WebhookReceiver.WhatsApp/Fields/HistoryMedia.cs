using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// The file of a message that an earlier <see cref="HistoryChunk"/> contained without content (Meta's <c>history</c> webhook reference): it replaces the
/// message with the same id. Only for files from about the last 14 days.
/// </summary>
public sealed record HistoryMedia : FieldEvent
{
    /// <summary>Creates an event for a test.</summary>
    public HistoryMedia()
    {
    }

    internal HistoryMedia(in EventSource source, HistoryMessage message)
        : base(source)
    {
        User = message.Message?.User;
        ConversationKey = message.Message?.ConversationKey;
        MessageId = message.Message?.MessageId;
        Message = message;
    }

    /// <summary>The id of the message (<c>wamid.…</c>), the same as in the chunk.</summary>
    public string? MessageId { get; init; }

    /// <summary>The message, with its content.</summary>
    public HistoryMessage? Message { get; init; }
}
