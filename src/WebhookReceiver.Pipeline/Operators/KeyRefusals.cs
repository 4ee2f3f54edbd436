using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Observation;
using WebhookReceiver.Senders;

namespace WebhookReceiver.Operators;

/// <summary>Counts requests to <c>/api</c> without the correct key, and warns at most once a minute with their number: somebody guessing keys must not be able to fill the disk.</summary>
internal sealed partial class KeyRefusals
{
    private readonly FailureLimit limit;
    private readonly ReceiverMetrics metrics;
    private readonly SenderAddresses senders;
    private readonly MinuteCounter counter;

    public KeyRefusals(ReceiverMetrics metrics, SenderAddresses senders, MinuteReports reports, TimeProvider clock, ILogger<KeyRefusals> logger)
    {
        this.metrics = metrics;
        this.senders = senders;
        limit = new FailureLimit(clock);
        counter = reports.Begin(counts => RequestsRefused(logger, counts.Total, FailureLimit.PerWindow, counts.ToString()));
    }

    /// <returns>When the sender has failed too often, after how many seconds it may try again; otherwise null.</returns>
    public int? Refused(HttpContext context)
    {
        var sender = senders.Of(context);
        var wait = limit.Failed(sender);
        metrics.RequestRefused(wait is null ? "OperationsKey" : "TooManyOperationsKeys");
        counter.Add(sender);
        return wait;
    }

    [LoggerMessage(
        1281,
        LogLevel.Warning,
        "{Count} request(s) to /api came without the correct key and were answered with 401, or 429 above {Limit} a minute; from {Addresses}; further ones are reported in a minute")]
    private static partial void RequestsRefused(ILogger logger, long count, int limit, string addresses);
}
