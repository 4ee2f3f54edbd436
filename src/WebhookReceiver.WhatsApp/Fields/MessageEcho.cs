using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// A copy of a message that the business sent by other means: from another app (<c>message_echoes</c>, <c>Specification/fields.md</c>, section 6.10), or by hand in
/// the WhatsApp Business app (<c>smb_message_echoes</c>, 6.13). <see cref="WhatsAppEvent.User"/> is the recipient. Do not answer it as if a person had written.
/// </summary>
public sealed record MessageEcho : FieldEvent
{
    /// <summary>Creates an event for a test.</summary>
    public MessageEcho()
    {
    }

    internal MessageEcho(in EventSource source, InboundMessage message)
        : base(source)
    {
        var item = source.Item;

        User = message.User;
        ConversationKey = message.ConversationKey;
        MessageId = message.MessageId;
        Message = message;
        From = item["from"u8].Name;
        OpaqueCallbackData = item["biz_opaque_callback_data"u8].Text;
    }

    /// <summary>The id of the message (<c>wamid.…</c>).</summary>
    public string? MessageId { get; init; }

    /// <summary>The message that was sent. Its user and conversation are those of this event; it is not passed to handlers separately.</summary>
    public InboundMessage? Message { get; init; }

    /// <summary>The number of the business.</summary>
    public string? From { get; init; }

    /// <summary>The text that the business supplied when sending.</summary>
    public string? OpaqueCallbackData { get; init; }
}
