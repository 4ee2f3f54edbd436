using WebhookReceiver.WhatsApp.Messages;

namespace WebhookReceiver.WhatsApp;

/// <summary>An emoji was put on a message, or taken off it (Meta's "Reaction messages webhook reference").</summary>
public sealed record ReactionMessage : InboundMessage
{
    /// <summary>A message to set up in a test.</summary>
    public ReactionMessage()
    {
    }

    internal ReactionMessage(in MessageSource source)
        : base(source)
    {
        var reaction = source.Event.Item["reaction"u8];

        // One reseller writes the name with a third s.
        ReactedMessageId = reaction["message_id"u8].Name ?? reaction["messsage_id"u8].Name;
        Emoji = reaction["emoji"u8].Name;
    }

    /// <inheritdoc/>
    public override string MessageType => "reaction";

    /// <summary>The message reacted to.</summary>
    public string? ReactedMessageId { get; init; }

    /// <summary>The emoji, possibly of several code points; null when the reaction was taken off.</summary>
    public string? Emoji { get; init; }

    /// <summary>The person took the reaction off again.</summary>
    public bool IsRemoval => Emoji is null;
}
