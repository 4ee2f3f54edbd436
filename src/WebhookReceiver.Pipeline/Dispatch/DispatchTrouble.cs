using Microsoft.Extensions.Logging;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Counts failures between the disk and the handlers that are not the fault of an event, and were put off to be tried again. Shown by readiness, and logged once a minute.
/// Thread-safe.
/// </summary>
internal sealed partial class DispatchTrouble(TimeProvider clock, ILogger<DispatchTrouble> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private long count;
    private long sinceReport;
    private long? reportedAt;
    private long lastAt;
    private string? lastReason;

    /// <summary>How often something has been put off since the start.</summary>
    public long Total
    {
        get
        {
            lock (gate)
            {
                return count;
            }
        }
    }

    /// <summary>Why something was put off within the last minute; null when nothing was.</summary>
    public string? Reason
    {
        get
        {
            lock (gate)
            {
                return lastReason is not null && clock.GetElapsedTime(lastAt) < Interval ? lastReason : null;
            }
        }
    }

    /// <summary>The head of a lane could not be read, or looked up.</summary>
    public void LanePutOff(Exception exception, int failures)
    {
        long number;
        Count(exception);

        lock (gate)
        {
            if (reportedAt is { } at && clock.GetElapsedTime(at) < Interval)
            {
                return;
            }

            (number, reportedAt, sinceReport) = (sinceReport, lastAt, 0);
        }

        WorkPutOff(logger, number, failures, ExceptionText.TypeOf(exception), ExceptionText.StackOf(exception));
    }

    /// <summary>A delivery could not be parsed.</summary>
    public void DeliveryFailed(Exception exception) => Count(exception);

    /// <summary>An attempt could not be carried out or recorded.</summary>
    public void EventFailed(Exception exception) => Count(exception);

    private void Count(Exception exception)
    {
        lock (gate)
        {
            count++;
            sinceReport++;
            lastReason = ExceptionText.TypeOf(exception);
            lastAt = clock.GetTimestamp();
        }
    }

    [LoggerMessage(
        1512, LogLevel.Error,
        "Events could not be read or looked up, and will be tried again ({Count} time(s) since the last line of this kind, the last event {Failures} time(s) in a row): {ExceptionType}\n{StackTrace}")]
    private static partial void WorkPutOff(ILogger logger, long count, int failures, string? exceptionType, string? stackTrace);
}
