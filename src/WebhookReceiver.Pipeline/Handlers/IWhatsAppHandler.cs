using WebhookReceiver.WhatsApp;

namespace WebhookReceiver;

/// <summary>
/// Handles events of one type. A class may implement it for several types; for an event that matches more than one of them,
/// only the closest type is called.
/// </summary>
/// <typeparam name="TEvent">
/// The event type. A base type receives all types derived from it: <see cref="InboundMessage"/> every message, <see cref="WhatsAppEvent"/> everything.
/// </typeparam>
public interface IWhatsAppHandler<in TEvent>
    where TEvent : WhatsAppEvent
{
    /// <summary>
    /// Handles one event, which counts as handled when the task completes. Events of one conversation arrive one at a time and in order; different conversations run concurrently.
    /// </summary>
    /// <remarks>
    /// <para>
    /// An exception, or a call that exceeds <c>Dispatch:HandlerTimeout</c>, affects only this handler and this event: it is logged, and this handler alone is called
    /// again after <c>Dispatch:RetryDelay</c>, then after twice that, and so on. Handlers that succeeded are not called again. Until then the next events of the same conversation wait;
    /// all other conversations go on. After <c>Dispatch:MaxAttempts</c> calls, or at once after a <see cref="PermanentFailureException"/>, the event becomes a dead letter of
    /// this handler, and the conversation continues. With a <see cref="RetryAtException"/> the handler chooses the time of the next call itself.
    /// </para>
    /// <para>
    /// There is one gap that no receiver can close: when the process dies after a handler has done its work but before that is recorded, the event is handled again, with the
    /// same <see cref="WhatsAppContext.Key"/> and an <see cref="WhatsAppContext.Attempt"/> of 2. The same applies to a call that timed out but did its work after all. Where an
    /// effect must not happen twice, store the key together with the effect, and check for it first.
    /// </para>
    /// </remarks>
    /// <param name="message">The event.</param>
    /// <param name="context">Where the event came from, and its idempotency key.</param>
    /// <param name="cancellationToken">
    /// Cancelled when <c>Dispatch:HandlerTimeout</c> has elapsed, and when the service stops and cannot wait any longer; never by the end of the HTTP request,
    /// which was answered long before. The token is valid until the returned task completes and is reused for other calls afterwards: work that the handler leaves running must not keep it.
    /// </param>
    Task HandleAsync(TEvent message, WhatsAppContext context, CancellationToken cancellationToken);
}
