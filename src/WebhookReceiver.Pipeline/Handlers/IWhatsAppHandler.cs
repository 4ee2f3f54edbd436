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
    /// Handles one event. The event is done when the task ends. An exception concerns this handler and this event: it is logged and counted, and
    /// every other handler and event goes on.
    /// </summary>
    /// <param name="message">The event.</param>
    /// <param name="context">Where it came from, and its idempotency key.</param>
    /// <param name="cancellationToken">
    /// Fires when <c>Dispatch:HandlerTimeout</c> is over and when the service stops without time to wait; never because the HTTP request ended,
    /// which was answered long before.
    /// </param>
    Task HandleAsync(TEvent message, WhatsAppContext context, CancellationToken cancellationToken);
}
