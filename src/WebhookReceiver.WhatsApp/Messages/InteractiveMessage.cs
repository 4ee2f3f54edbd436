using WebhookReceiver.WhatsApp.Messages;

namespace WebhookReceiver.WhatsApp;

/// <summary>An answer to an interactive message of the business (Meta's "Interactive messages webhook reference").</summary>
public abstract record InteractiveMessage : InboundMessage
{
    /// <summary>A message without content, for tests of handlers.</summary>
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
