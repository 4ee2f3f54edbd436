using WebhookReceiver.WhatsApp.Messages;

namespace WebhookReceiver.WhatsApp;

/// <summary>A text (Meta's "Text messages webhook reference").</summary>
public sealed record TextMessage : InboundMessage
{
    /// <summary>Creates a message for a test.</summary>
    public TextMessage()
    {
    }

    internal TextMessage(in MessageSource source)
        : base(source)
    {
        Body = source.Event.Item["text"u8]["body"u8].Text;
    }

    /// <inheritdoc/>
    public override string MessageType => "text";

    /// <summary>What the person wrote, including WhatsApp's own markup (<c>*bold*</c>). Any length, any characters.</summary>
    public string? Body { get; init; }
}
