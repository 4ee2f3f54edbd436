using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Observation;

namespace WebhookReceiver.Certificates;

/// <summary>Logs why client certificates were refused, each reason at most once a minute: after a change at the sender or at the authority, this line says what to change here.</summary>
internal sealed partial class ClientCertificateLog(ReceiverMetrics metrics, MinuteReports reports, ILogger<ClientCertificateLog> logger)
{
    private readonly ConcurrentDictionary<ClientCertificateVerdict, MinuteCounter> handshakes = new();
    private readonly ConcurrentDictionary<(string Endpoint, ClientCertificateVerdict Verdict), MinuteCounter> requests = new();

    /// <summary>A TLS handshake was ended, and no request followed.</summary>
    public void HandshakeRefused(ClientCertificateVerdict verdict, IPAddress? sender)
    {
        metrics.RequestRefused(nameof(Refusal.ClientCertificate));
        handshakes.GetOrAdd(verdict, kind => reports.Begin(counts => HandshakesRefused(logger, counts.Total, kind, counts.ToString()))).Add(sender);
    }

    /// <summary>A request was refused; it is counted with the other refusals.</summary>
    public void RequestRefused(string endpoint, ClientCertificateVerdict verdict, IPAddress? sender) => requests
        .GetOrAdd((endpoint, verdict), kind => reports.Begin(counts => RequestsRefused(logger, kind.Endpoint, counts.Total, kind.Verdict, counts.ToString())))
        .Add(sender);

    [LoggerMessage(
        1120,
        LogLevel.Warning,
        "{Count} TLS handshake(s) were ended because no endpoint accepts the client certificate: {Verdict}; from {Addresses}; further ones of this kind are reported in a minute")]
    private static partial void HandshakesRefused(ILogger logger, long count, ClientCertificateVerdict verdict, string addresses);

    [LoggerMessage(
        1121,
        LogLevel.Warning,
        "Endpoint {Endpoint} did not accept the client certificate of {Count} request(s): {Verdict}; from {Addresses}; further ones of this kind are reported in a minute")]
    private static partial void RequestsRefused(ILogger logger, string endpoint, long count, ClientCertificateVerdict verdict, string addresses);
}
