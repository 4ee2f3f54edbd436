using WebhookReceiver.WhatsApp.Messages;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// A message whose type has no record here, or that has no usable type at all. The members common to all messages are read;
/// the rest is in <see cref="WhatsAppEvent.RawJson"/>.
/// </summary>
public sealed record UnknownMessage : InboundMessage
{
    /// <summary>Creates a message for a test.</summary>
    public UnknownMessage()
    {
    }

    internal UnknownMessage(in MessageSource source, string? type)
        : base(source)
    {
        MessageType = type ?? NoType;
    }

    /// <summary>The type as sent by Meta; <c>unknown</c> when there was none.</summary>
    public override string MessageType { get; } = NoType;

    private const string NoType = "unknown";
}
