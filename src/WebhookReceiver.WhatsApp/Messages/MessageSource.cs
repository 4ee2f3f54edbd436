using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp.Messages;

/// <summary>What a message is made from, beyond what every event is made from.</summary>
internal readonly struct MessageSource(in EventSource source, string? id, WhatsAppUser? user)
{
    public EventSource Event { get; } = source;

    public string? Id { get; } = id;

    public WhatsAppUser? User { get; } = user;
}
