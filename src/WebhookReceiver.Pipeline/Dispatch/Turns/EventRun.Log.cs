using Microsoft.Extensions.Logging;
using WebhookReceiver.Observation;

namespace WebhookReceiver.Dispatch;

/// <content>What is logged about an attempt as a whole.</content>
internal sealed partial class EventRun
{
    [LoggerMessage(1502, LogLevel.Error, "Event {EventType} {EventKey} of delivery {DeliveryId} could not be dispatched, and was put off: {ExceptionType}\n{StackTrace}")]
    private static partial void EventFailed(ILogger logger, string? eventType, ShortKey? eventKey, Guid? deliveryId, string? exceptionType, string? stackTrace);

    [LoggerMessage(1607, LogLevel.Error, "The services of the handlers of {EventType} {EventKey} were not disposed of within {Timeout}, and were left behind")]
    private static partial void DisposalLeftBehind(ILogger logger, string eventType, ShortKey eventKey, TimeSpan timeout);
}
