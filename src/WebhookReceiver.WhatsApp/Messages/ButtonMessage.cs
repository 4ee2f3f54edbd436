using WebhookReceiver.WhatsApp.Messages;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// The person tapped a quick-reply button of a template (Meta's "Button messages webhook reference"). A button of an interactive message is a
/// <see cref="ButtonReply"/>.
/// </summary>
public sealed record ButtonMessage : InboundMessage
{
    /// <summary>Creates a message for a test.</summary>
    public ButtonMessage()
    {
    }

    internal ButtonMessage(in MessageSource source)
        : base(source)
    {
        Text = source.Event.Item["button"u8]["text"u8].Text;
        Payload = source.Event.Item["button"u8]["payload"u8].Text;
    }

    /// <inheritdoc/>
    public override string MessageType => "button";

    /// <summary>The label of the button.</summary>
    public string? Text { get; init; }

    /// <summary>The payload that the business attached to the button; the label if it attached none.</summary>
    public string? Payload { get; init; }
}
