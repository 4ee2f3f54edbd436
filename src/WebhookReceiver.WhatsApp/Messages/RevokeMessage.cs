using WebhookReceiver.WhatsApp.Messages;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// The person deleted a message for everyone, within about two days of sending it (Meta's "Revoke messages webhook reference"). Only for numbers that are
/// shared with the WhatsApp Business app.
/// </summary>
public sealed record RevokeMessage : InboundMessage
{
    /// <summary>Creates a message for a test.</summary>
    public RevokeMessage()
    {
    }

    internal RevokeMessage(in MessageSource source)
        : base(source) => OriginalMessageId = source.Event.Item["revoke"u8]["original_message_id"u8].Name;

    /// <inheritdoc/>
    public override string MessageType => "revoke";

    /// <summary>The id of the deleted message, which may have arrived before this service was in use.</summary>
    public string? OriginalMessageId { get; init; }
}
