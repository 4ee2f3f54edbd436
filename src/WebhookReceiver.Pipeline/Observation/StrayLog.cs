using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;

namespace WebhookReceiver.Observation;

/// <summary>Counts the requests that came to no endpoint, and logs each kind once a minute.</summary>
internal sealed partial class StrayLog
{
    private readonly ConcurrentDictionary<(StrayRequest Reason, int StatusCode), MinuteTally> tallies = new();
    private readonly Func<(StrayRequest Reason, int StatusCode), MinuteTally> begin;
    private readonly ReceiverMetrics metrics;

    public StrayLog(ReceiverMetrics metrics, MinuteReports reports, ILogger<StrayLog> logger)
    {
        this.metrics = metrics;
        begin = kind => reports.Begin(counts => RequestsRefused(logger, counts.Total, kind.Reason, kind.StatusCode, counts.ToString()));
    }

    public void Refused(StrayRequest reason, int statusCode, IPAddress? sender)
    {
        metrics.RequestRefused(reason.ToString());
        tallies.GetOrAdd((reason, statusCode), begin).Add(sender);
    }

    [LoggerMessage(
        1102,
        LogLevel.Warning,
        "{Count} request(s) came to no endpoint: {Reason}, answered with {StatusCode}; from {Addresses}; no more of this kind for a minute")]
    private static partial void RequestsRefused(ILogger logger, long count, StrayRequest reason, int statusCode, string addresses);
}
