using WebhookReceiver.WhatsApp.Messages;

namespace WebhookReceiver.WhatsApp;

/// <summary>The person reacted to a message with an emoji, or removed the reaction (Meta's "Reaction messages webhook reference").</summary>
public sealed record ReactionMessage : InboundMessage
{
    /// <summary>Creates a message for a test.</summary>
    public ReactionMessage()
    {
    }

    internal ReactionMessage(in MessageSource source)
        : base(source)
    {
        var reaction = source.Event.Item["reaction"u8];

        // One reseller misspells the name with a third s.
        ReactedMessageId = reaction["message_id"u8].Name ?? reaction["messsage_id"u8].Name;
        Emoji = reaction["emoji"u8].Name;
    }

    /// <inheritdoc/>
    public override string MessageType => "reaction";

    /// <summary>The id of the message reacted to.</summary>
    public string? ReactedMessageId { get; init; }

    /// <summary>The emoji, possibly of several code points; null when the reaction was removed.</summary>
    public string? Emoji { get; init; }

    /// <summary>Whether the person removed the reaction.</summary>
    public bool IsRemoval => Emoji is null;
}
