using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;

namespace WebhookReceiver.Observation;

/// <summary>Counts the requests that reach no endpoint, and logs each kind at most once a minute.</summary>
internal sealed partial class StrayLog
{
    private readonly ConcurrentDictionary<(StrayRequest Reason, int StatusCode), MinuteCounter> counters = new();
    private readonly Func<(StrayRequest Reason, int StatusCode), MinuteCounter> begin;
    private readonly ReceiverMetrics metrics;

    public StrayLog(ReceiverMetrics metrics, MinuteReports reports, ILogger<StrayLog> logger)
    {
        this.metrics = metrics;
        begin = kind => reports.Begin(counts => RequestsRefused(logger, counts.Total, kind.Reason, kind.StatusCode, counts.ToString()));
    }

    public void Refused(StrayRequest reason, int statusCode, IPAddress? sender)
    {
        metrics.RequestRefused(reason.ToString());
        counters.GetOrAdd((reason, statusCode), begin).Add(sender);
    }

    [LoggerMessage(
        1102,
        LogLevel.Warning,
        "{Count} request(s) reached no endpoint: {Reason}, answered with {StatusCode}; from {Addresses}; further ones of this kind are reported in a minute")]
    private static partial void RequestsRefused(ILogger logger, long count, StrayRequest reason, int statusCode, string addresses);
}
