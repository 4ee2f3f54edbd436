using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp.Messages;

/// <summary>What a message is created from, in addition to what every event is created from.</summary>
internal readonly struct MessageSource(in EventSource source, string? id, WhatsAppUser? user)
{
    public EventSource Event { get; } = source;

    public string? Id { get; } = id;

    public WhatsAppUser? User { get; } = user;
}
