using WebhookReceiver.WhatsApp;

namespace WebhookReceiver;

/// <summary>
/// Code that wants to know of events of one type. A class may implement it for several types; for an event that fits more than one of them,
/// the closest type is called, and only that.
/// </summary>
/// <typeparam name="TEvent">
/// The type of event. A base type gets all below it: <see cref="InboundMessage"/> every message, <see cref="WhatsAppEvent"/> everything.
/// </typeparam>
public interface IWhatsAppHandler<in TEvent>
    where TEvent : WhatsAppEvent
{
    /// <summary>
    /// Handles one event. The handler is through with it when the task ends. Events of one conversation come one at a time and in order; those of others at the same time.
    /// </summary>
    /// <remarks>
    /// <para>
    /// A throw, like a call that takes longer than <c>Dispatch:HandlerTimeout</c>, concerns this handler and this event: it is logged, and this handler alone is called
    /// again, after <c>Dispatch:RetryDelay</c>, then twice that and so on. Handlers that succeeded are not called again. Until then the next events of the same conversation wait,
    /// and nobody else does. After <c>Dispatch:MaxAttempts</c> calls, or at once after a <see cref="PermanentFailureException"/>, the event becomes a dead letter of
    /// this handler, and the conversation goes on. With a <see cref="RetryAtException"/> the handler says itself when it is to be called.
    /// </para>
    /// <para>
    /// There is one gap that no receiver can close: when the process dies after a handler has done its work and before that is written down, the event comes again, with the
    /// same <see cref="WhatsAppContext.Key"/> and <see cref="WhatsAppContext.Attempt"/> 2. The same holds for a call that was given up and did its work after all. Where an
    /// effect must not happen twice, store the key together with the effect, and look for it first.
    /// </para>
    /// </remarks>
    /// <param name="message">The event.</param>
    /// <param name="context">Where it came from, and its idempotency key.</param>
    /// <param name="cancellationToken">
    /// Fires when <c>Dispatch:HandlerTimeout</c> is over and when the service stops without time to wait; never because the HTTP request ended,
    /// which was answered long before.
    /// </param>
    Task HandleAsync(TEvent message, WhatsAppContext context, CancellationToken cancellationToken);
}
