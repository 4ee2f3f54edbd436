using WebhookReceiver.WhatsApp;

namespace WebhookReceiver;

/// <summary>One call of one handler, as filters see it.</summary>
public sealed class WhatsAppHandlerInvocation
{
    /// <summary>Creates a call as the receiver does; public so that filters can be tested.</summary>
    /// <param name="handler">The name of the handler.</param>
    /// <param name="message">The event.</param>
    /// <param name="context">The event's context.</param>
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

    /// <summary>The name of the handler: the full name of its class, or the name given to a lambda.</summary>
    public string Handler { get; }

    /// <summary>The event.</summary>
    public WhatsAppEvent Message { get; }

    /// <summary>The event's context.</summary>
    public WhatsAppContext Context { get; }

    /// <summary>The services of the event's scope, shared with the handler.</summary>
    public IServiceProvider Services { get; }

    /// <summary>Cancelled when the handler's time, filters included, has elapsed, and when the service stops and cannot wait any longer.</summary>
    public CancellationToken CancellationToken { get; }
}
