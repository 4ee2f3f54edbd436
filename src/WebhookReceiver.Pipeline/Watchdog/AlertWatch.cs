using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookReceiver.Certificates;
using WebhookReceiver.Dispatch;
using WebhookReceiver.Endpoints;
using WebhookReceiver.Inbox;
using WebhookReceiver.Observation;
using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Watchdog;

/// <summary>
/// Looks at the figures of the other rooms every few seconds, and reports what begins or ends: in the log, in the metrics, in readiness and to whoever gets the notices. It decides nothing, and nothing waits for it.
/// </summary>
internal sealed partial class AlertWatch(
    CallbackEndpoints endpoints,
    RefusalLog refusals,
    Arrivals arrivals,
    DispatchWatch dispatch,
    IInbox inbox,
    CertificateWatch certificates,
    AlertBoard board,
    AlertNotices notices,
    ReceiverMetrics metrics,
    IOptions<AlertsOptions> options,
    TimeProvider clock,
    ILogger<AlertWatch> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly AlertRules rules = new(options.Value.SilenceAfter ?? TimeSpan.Zero, options.Value.OldestOpen);
    private readonly long started = clock.GetTimestamp();
    private PeriodicWork? looking;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        metrics.ObserveWatchdog(
            () => endpoints.All.Select(endpoint => new Measurement<double>(SinceAccepted(endpoint).TotalSeconds, new KeyValuePair<string, object?>("endpoint", endpoint.Name))),
            () => certificates.FirstEnd is { } end ? (end.At - clock.GetUtcNow()).TotalSeconds : null,
            () => AlertExtensions.All.Select(alert => new Measurement<int>(board.Active.ContainsKey(alert) ? 1 : 0, new KeyValuePair<string, object?>("alert", alert.Name()))));
        looking = new PeriodicWork(clock, Interval, Look, exception => LookFailed(logger, exception));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => looking?.Dispose();

    private void Look()
    {
        foreach (var change in board.Replace(rules.Judge(Sample()), clock.GetUtcNow()))
        {
            var (alert, since, reason) = change.Alert;

            if (change.EndedAt is { } end)
            {
                AlertEnded(logger, alert.Name(), end - since);
            }
            else
            {
                AlertBegan(logger, alert.Name(), reason);
            }

            notices.Add(change);
        }
    }

    private WatchSample Sample() => new()
    {
        At = clock.GetElapsedTime(started),
        Endpoints = [.. endpoints.All.Select(endpoint => new EndpointSample(endpoint.Name, endpoint.Accepted.Count, refusals.Unproven(endpoint.Name), SinceAccepted(endpoint)))],
        LateArrivals = arrivals.Late,
        OldestOpen = dispatch.OldestOpen,
        DeadLettered = metrics.DeadLettered,
        Store = inbox.Figures,
        Certificate = certificates.FirstEnd is { } end ? new CertificateSample(end.Key, end.At - clock.GetUtcNow()) : null,
    };

    private TimeSpan SinceAccepted(CallbackEndpoint endpoint) => clock.GetElapsedTime(endpoint.Accepted.Last ?? started);

    [LoggerMessage(1801, LogLevel.Warning, "Alert {Alert} began: {Reason}")]
    private static partial void AlertBegan(ILogger logger, string alert, string reason);

    [LoggerMessage(1802, LogLevel.Information, "Alert {Alert} ended after {Time}")]
    private static partial void AlertEnded(ILogger logger, string alert, TimeSpan time);

    [LoggerMessage(1803, LogLevel.Error, "The watchdog could not look at the figures; the next look follows as scheduled")]
    private static partial void LookFailed(ILogger logger, Exception exception);
}
