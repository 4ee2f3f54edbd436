using WebhookReceiver.WhatsApp.Messages;

namespace WebhookReceiver.WhatsApp;

/// <summary>A text (Meta's "Text messages webhook reference").</summary>
public sealed record TextMessage : InboundMessage
{
    /// <summary>A message to set up in a test.</summary>
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

    /// <summary>What the person wrote, WhatsApp's own markup (<c>*bold*</c>) included. Any length, any characters.</summary>
    public string? Body { get; init; }
}
