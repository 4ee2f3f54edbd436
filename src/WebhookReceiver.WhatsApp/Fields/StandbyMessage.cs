using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// A copy of a message that a person wrote while another app controls the conversation (Meta's "Standby"). Never answer it or mark it as read.
/// </summary>
public sealed record StandbyMessage : FieldEvent
{
    /// <summary>Creates an event for a test.</summary>
    public StandbyMessage()
    {
    }

    internal StandbyMessage(in EventSource source, InboundMessage message)
        : base(source)
    {
        User = message.User;
        ConversationKey = message.ConversationKey;
        MessageId = message.MessageId;
        Message = message;
    }

    /// <summary>The id of the message (<c>wamid.…</c>).</summary>
    public string? MessageId { get; init; }

    /// <summary>The message; it is not passed to handlers separately.</summary>
    public InboundMessage? Message { get; init; }
}
