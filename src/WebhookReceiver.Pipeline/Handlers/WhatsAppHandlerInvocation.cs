using WebhookReceiver.WhatsApp;

namespace WebhookReceiver;

/// <summary>One call of one handler, as filters see it.</summary>
public sealed class WhatsAppHandlerInvocation
{
    /// <summary>A call as the receiver makes it; public so that filters can be tested.</summary>
    /// <param name="handler">The name of the handler.</param>
    /// <param name="message">The event.</param>
    /// <param name="context">What goes with it.</param>
    /// <param name="services">The services of the event's scope.</param>
    /// <param name="cancellationToken">The token of the call.</param>
    public WhatsAppHandlerInvocation(
        string handler, WhatsAppEvent message, WhatsAppContext context, IServiceProvider services, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(services);

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
