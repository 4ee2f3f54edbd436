using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Scheduling;
using WebhookReceiver.Senders;

namespace WebhookReceiver.Observation;

/// <summary>All tallies, and the timer that sees to it that the last of a kind is reported, too: nothing has to come after it for that.</summary>
internal sealed partial class MinuteReports : IDisposable
{
    /// <summary>By so much a report may come later than after a minute.</summary>
    public static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(10);

    private readonly ConcurrentQueue<MinuteTally> tallies = new();
    private readonly TimeProvider clock;
    private readonly PeriodicWork looking;

    public MinuteReports(TimeProvider clock, ILogger<MinuteReports> logger)
    {
        this.clock = clock;
        looking = new PeriodicWork(clock, LookInterval, () => ReportRest(isLast: false), exception => ReportFailed(logger, exception));
    }

    /// <summary>Begins to count something that can happen in as many kinds as the program knows, and not in as many as a stranger can make up.</summary>
    public MinuteTally Begin(Action<AddressCounts> report)
    {
        var tally = new MinuteTally(clock, report);
        tallies.Enqueue(tally);
        return tally;
    }

    public void Dispose()
    {
        looking.Dispose();
        ReportRest(isLast: true);
    }

    private void ReportRest(bool isLast)
    {
        foreach (var tally in tallies)
        {
            tally.ReportRest(isLast);
        }
    }

    [LoggerMessage(1103, LogLevel.Error, "What was refused in the last minute could not be logged")]
    private static partial void ReportFailed(ILogger logger, Exception exception);
}
