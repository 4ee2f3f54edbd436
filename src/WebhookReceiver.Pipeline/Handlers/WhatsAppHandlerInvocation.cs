using WebhookReceiver.WhatsApp;

namespace WebhookReceiver;

/// <summary>One call of one handler, as filters see it.</summary>
public sealed class WhatsAppHandlerInvocation
{
    internal WhatsAppHandlerInvocation(
        string handler, WhatsAppEvent message, WhatsAppContext context, IServiceProvider services, CancellationToken cancellationToken)
    {
        Handler = handler;
        Message = message;
        Context = context;
        Services = services;
        CancellationToken = cancellationToken;
    }

    /// <summary>The name of the handler: the full name of its class, or the name under which a lambda was added.</summary>
    public string Handler { get; }

    /// <summary>The event.</summary>
    public WhatsAppEvent Message { get; }

    /// <summary>What goes with the event.</summary>
    public WhatsAppContext Context { get; }

    /// <summary>The services of the event's scope, which the handler uses too.</summary>
    public IServiceProvider Services { get; }

    /// <summary>Fires when the time of the handler is over, filters included, and when the service stops without time to wait.</summary>
    public CancellationToken CancellationToken { get; }
}
