using WebhookReceiver.WhatsApp.Messages;

namespace WebhookReceiver.WhatsApp;

/// <summary>A reply to an interactive message of the business (Meta's "Interactive messages webhook reference").</summary>
public abstract record InteractiveMessage : InboundMessage
{
    /// <summary>Creates an empty message for a test.</summary>
    protected InteractiveMessage()
    {
    }

    private protected InteractiveMessage(in MessageSource source)
        : base(source)
    {
    }

    /// <inheritdoc/>
    public override string MessageType => "interactive";
}
