using WebhookReceiver.WhatsApp.Messages;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// The person opened the chat for the first time and has not written anything yet (Meta's "Welcome message sequences"). Withdrawn by Meta in March 2026, so do not
/// rely on it.
/// </summary>
public sealed record RequestWelcomeMessage : InboundMessage
{
    /// <summary>Creates a message for a test.</summary>
    public RequestWelcomeMessage()
    {
    }

    internal RequestWelcomeMessage(in MessageSource source)
        : base(source)
    {
    }

    /// <inheritdoc/>
    public override string MessageType => "request_welcome";
}
