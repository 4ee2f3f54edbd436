using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Scheduling;
using WebhookReceiver.Senders;

namespace WebhookReceiver.Observation;

/// <summary>All minute counters, and the timer that reports the last occurrence of each kind, even if none follows it.</summary>
internal sealed partial class MinuteReports : IDisposable
{
    /// <summary>How much later than a minute a report may come.</summary>
    public static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(10);

    private readonly ConcurrentQueue<MinuteCounter> counters = new();
    private readonly TimeProvider clock;
    private readonly PeriodicWork looking;

    public MinuteReports(TimeProvider clock, ILogger<MinuteReports> logger)
    {
        this.clock = clock;
        looking = new PeriodicWork(clock, LookInterval, () => ReportRest(isLast: false), exception => ReportFailed(logger, exception));
    }

    /// <summary>Starts a counter. It counts kinds that the program defines, so their number is fixed and not under a stranger's control.</summary>
    public MinuteCounter Begin(Action<AddressCounts> report)
    {
        var counter = new MinuteCounter(clock, report);
        counters.Enqueue(counter);
        return counter;
    }

    public void Dispose()
    {
        looking.Dispose();
        ReportRest(isLast: true);
    }

    private void ReportRest(bool isLast)
    {
        foreach (var counter in counters)
        {
            counter.ReportRest(isLast);
        }
    }

    [LoggerMessage(1103, LogLevel.Error, "The refusals of the last minute could not be logged")]
    private static partial void ReportFailed(ILogger logger, Exception exception);
}
