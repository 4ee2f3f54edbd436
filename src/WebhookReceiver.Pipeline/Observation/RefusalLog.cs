using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Senders;

namespace WebhookReceiver.Observation;

/// <summary>
/// Counts every refusal, and warns of each kind at most once a minute, with the number since the last warning and the busiest senders: a flood of bad requests
/// must not become a flood of log lines.
/// </summary>
internal sealed partial class RefusalLog
{
    private readonly ConcurrentDictionary<(string Endpoint, Refusal Refusal), MinuteCounter> counters = new();
    private readonly Func<(string Endpoint, Refusal Refusal), MinuteCounter> begin;
    private readonly ConcurrentDictionary<string, MinuteCounter> unlisted = new(StringComparer.Ordinal);
    private readonly Func<string, MinuteCounter> beginUnlisted;
    private readonly ReceiverMetrics metrics;
    private readonly SenderAddresses senders;

    public RefusalLog(ReceiverMetrics metrics, SenderAddresses senders, MinuteReports reports, ILogger<RefusalLog> logger)
    {
        this.metrics = metrics;
        this.senders = senders;
        begin = kind => reports.Begin(counts => RequestsRefused(logger, kind.Endpoint, kind.Refusal, counts.Total, kind.Refusal.StatusCode(), counts.ToString()));
        beginUnlisted = endpoint => reports.Begin(counts => AddressesUnlisted(logger, endpoint, counts.Total, counts.ToString()));
    }

    public void Refused(string endpoint, Refusal refusal, HttpContext context) => Refused(endpoint, refusal, senders.Of(context));

    public void Refused(string endpoint, Refusal refusal, IPAddress? sender)
    {
        metrics.DeliveryRefused(endpoint, refusal);
        counters.GetOrAdd((endpoint, refusal), begin).Add(sender);
    }

    /// <summary>How many requests an endpoint has refused since the start because a signature or a secret was wrong. A request without any proof is not among them: strangers send such requests all the time.</summary>
    public long Unproven(string endpoint) => TotalOf(endpoint, Refusal.Signature) + TotalOf(endpoint, Refusal.Credentials);

    /// <summary>A request that would be refused for its address if the list were enforced.</summary>
    public void Unlisted(string endpoint, IPAddress? sender)
    {
        metrics.AddressUnlisted(endpoint);
        unlisted.GetOrAdd(endpoint, beginUnlisted).Add(sender);
    }

    private long TotalOf(string endpoint, Refusal refusal) => counters.TryGetValue((endpoint, refusal), out var counter) ? counter.Total : 0;

    // The addresses of strangers are logged on purpose: without them nobody can distinguish a proxy that corrupts bodies from an attacker.
    [LoggerMessage(
        1101,
        LogLevel.Warning,
        "Endpoint {Endpoint} refused {Count} request(s): {Refusal}, answered with {StatusCode}; from {Addresses}; further ones of this kind are reported in a minute")]
    private static partial void RequestsRefused(ILogger logger, string endpoint, Refusal refusal, long count, int statusCode, string addresses);

    [LoggerMessage(
        1113,
        LogLevel.Warning,
        "Endpoint {Endpoint} got {Count} request(s) from addresses that are not on its list and would be refused if AllowedAddressesMode were Enforce; from {Addresses}; further ones are reported in a minute")]
    private static partial void AddressesUnlisted(ILogger logger, string endpoint, long count, string addresses);
}
