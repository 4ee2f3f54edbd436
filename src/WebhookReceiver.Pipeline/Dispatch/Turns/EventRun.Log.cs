using Microsoft.Extensions.Logging;
using WebhookReceiver.Observation;

namespace WebhookReceiver.Dispatch;

/// <content>What is logged about calls. The text of an exception is left out on purpose: it may hold what a person wrote.</content>
internal sealed partial class EventRun
{
    private MaskedId Key => new(turn.Message!.Key.ToString());

    [LoggerMessage(1502, LogLevel.Error, "Event {EventType} of delivery {DeliveryId} could not be dispatched, and is put off: {ExceptionType}\n{StackTrace}")]
    private static partial void EventFailed(ILogger logger, string? eventType, Guid? deliveryId, string? exceptionType, string? stackTrace);

    [LoggerMessage(1601, LogLevel.Error, "Handler {Handler} failed on {EventType} {EventKey} with {ExceptionType}\n{StackTrace}")]
    private static partial void HandlerFailed(ILogger logger, string handler, string eventType, MaskedId eventKey, string? exceptionType, string? stackTrace);

    [LoggerMessage(1602, LogLevel.Error, "Handler {Handler} was given up on {EventType} {EventKey} after {Timeout}")]
    private static partial void HandlerTimedOut(ILogger logger, string handler, string eventType, MaskedId eventKey, TimeSpan timeout);

    [LoggerMessage(1603, LogLevel.Warning, "Handler {Handler} was cut short on {EventType} {EventKey} because the service stops")]
    private static partial void HandlerStopped(ILogger logger, string handler, string eventType, MaskedId eventKey);

    [LoggerMessage(1604, LogLevel.Error, "A service of the handlers failed when it was disposed, with {ExceptionType}\n{StackTrace}")]
    private static partial void ScopeNotDisposed(ILogger logger, string? exceptionType, string? stackTrace);

    [LoggerMessage(1607, LogLevel.Error, "The services of the handlers of {EventType} {EventKey} were not disposed of within {Timeout}, and are left behind")]
    private static partial void DisposalLeftBehind(ILogger logger, string eventType, MaskedId eventKey, TimeSpan timeout);
}
