using WebhookReceiver.WhatsApp.Messages;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// A message of a type that has no record of its own here, or no usable type at all. What all messages have in common is read;
/// the rest is in <see cref="WhatsAppEvent.RawJson"/>.
/// </summary>
public sealed record UnknownMessage : InboundMessage
{
    /// <summary>A message to set up in a test.</summary>
    public UnknownMessage()
    {
    }

    internal UnknownMessage(in MessageSource source, string? type)
        : base(source)
    {
        MessageType = type ?? NoType;
    }

    /// <summary>The type as Meta sent it; <c>unknown</c> when there was none.</summary>
    public override string MessageType { get; } = NoType;

    private const string NoType = "unknown";
}
