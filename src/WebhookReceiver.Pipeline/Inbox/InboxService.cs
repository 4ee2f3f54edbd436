using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookReceiver.Observation;

namespace WebhookReceiver.Inbox;

/// <summary>Starts and stops the chosen store, if it needs that, and shows its figures in the metrics. Its first log line says where the inbox is.</summary>
internal sealed partial class InboxService(IInbox inbox, ChosenStore store, IOptions<InboxOptions> options, ReceiverMetrics metrics, ILogger<InboxService> logger) : IHostedService
{
    /// <summary>Meta repeats for up to seven days, and the last repetition may wait for a handler after that.</summary>
    private const int EnoughDays = 8;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (store.Location is { } location)
        {
            InboxFound(logger, location);
        }

        if (options.Value.DuplicateWindowDays < EnoughDays)
        {
            WindowShort(logger, options.Value.DuplicateWindowDays, EnoughDays);
        }

        metrics.ObserveStore(() => inbox.Figures);
        return (inbox as IHostedService)?.StartAsync(cancellationToken) ?? Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) =>
        (inbox as IHostedService)?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    [LoggerMessage(1207, LogLevel.Information, "The inbox is in {Directory}")]
    private static partial void InboxFound(ILogger logger, string directory);

    [LoggerMessage(1208, LogLevel.Warning, "Inbox:DuplicateWindowDays is {Days}. Meta repeats for up to 7 days: a repetition after the window is handled again. Set at least {Enough}")]
    private static partial void WindowShort(ILogger logger, int days, int enough);
}
