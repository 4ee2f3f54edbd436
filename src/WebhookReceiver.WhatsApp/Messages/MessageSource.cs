using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp.Messages;

/// <summary>What a message is made from, beyond what every event is made from.</summary>
internal readonly struct MessageSource(in EventSource source, string? id, WhatsAppUser? user)
{
    public EventSource Event { get; } = source;

    public string? Id { get; } = id;

    public WhatsAppUser? User { get; } = user;

    /// <summary>Whether it came without Meta's envelope: then its type is told in the words of the Cloud API (<c>spec/legacy.md</c> section 7).</summary>
    public bool IsFlat { get; init; }

    /// <summary>What stands beside the list in which the message came, and is about the conversation.</summary>
    public ConversationRecap? Recap { get; init; }
}
