using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Scheduling;
using WebhookReceiver.Verification;

namespace WebhookReceiver.Endpoints;

/// <summary>Returns the memory of a flood of large bodies to the operating system once the flood is over.</summary>
internal sealed partial class BodyMemoryRelease(IServiceProvider services, TimeProvider clock, ILogger<BodyMemoryRelease> logger) : IHostedService, IDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>Below this amount the pause of a collection, some tens of milliseconds, is not worth it.</summary>
    private const long Much = 8 * 1024 * 1024;

    private PeriodicWork? work;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Not before the settings have been validated as a whole: the largest body is one of them.
        var blocks = services.GetRequiredService<BodyBlocks>();
        work = new PeriodicWork(clock, Interval, () => Release(blocks), exception => ReleaseFailed(logger, exception));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => work?.Dispose();

    private static void Release(BodyBlocks blocks)
    {
        if (blocks.DropUnused() >= Much)
        {
            // With little traffic it would take the collector hours to come to them by itself.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        }
    }

    [LoggerMessage(1006, LogLevel.Error, "The memory of request bodies could not be released")]
    private static partial void ReleaseFailed(ILogger logger, Exception exception);
}
