using Microsoft.Extensions.Logging;
using WebhookReceiver.Observation;

namespace WebhookReceiver.Dispatch;

/// <content>The log lines about calls. They leave out the text of exceptions on purpose, because it may contain what a person wrote.</content>
internal sealed partial class CallResults
{
    private ShortKey Key => new(turn.Message!.Key);

    [LoggerMessage(1601, LogLevel.Error, "Handler {Handler} failed on {EventType} {EventKey} with {ExceptionType}\n{StackTrace}")]
    private static partial void HandlerFailed(ILogger logger, string handler, string eventType, ShortKey eventKey, string? exceptionType, string? stackTrace);

    [LoggerMessage(1602, LogLevel.Error, "Handler {Handler} did not finish {EventType} {EventKey} within {Timeout}")]
    private static partial void HandlerTimedOut(ILogger logger, string handler, string eventType, ShortKey eventKey, TimeSpan timeout);

    [LoggerMessage(1603, LogLevel.Warning, "Handler {Handler} was cut short on {EventType} {EventKey} because the service stops")]
    private static partial void HandlerStopped(ILogger logger, string handler, string eventType, ShortKey eventKey);
}
