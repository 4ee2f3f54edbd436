using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Operators;

/// <summary>Samples the counters once a second for as long as the service runs, so that the last hour is there when somebody opens the console.</summary>
internal sealed partial class OverviewSampler(ReceiverCounts counts, OverviewHistory history, TimeProvider clock, ILogger<OverviewSampler> logger) : IHostedService, IDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private PeriodicWork? sampling;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        sampling = new PeriodicWork(clock, Interval, () => history.Add(counts.Totals), exception => SampleFailed(logger, exception));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        sampling?.Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => sampling?.Dispose();

    [LoggerMessage(1288, LogLevel.Error, "The counters could not be sampled for the overview")]
    private static partial void SampleFailed(ILogger logger, Exception exception);
}
