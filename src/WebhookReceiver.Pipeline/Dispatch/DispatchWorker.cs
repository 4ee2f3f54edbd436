using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Channels;
using WebhookReceiver.EventLogging;
using WebhookReceiver.Parsing;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Drains the channel: parses what waits, writes the event log, calls the handlers, one event after another. At the end it takes no more
/// and finishes what is in line, for as long as the host allows.
/// </summary>
/// <remarks>
/// Not a <see cref="BackgroundService"/>: its token fires when the service is told to stop, which is when the draining begins.
/// </remarks>
internal sealed partial class DispatchWorker(
    DeliveryChannel channel, DeliveryParser parser, EventLog eventLog, EventDispatcher dispatcher, ILogger<DispatchWorker> logger)
    : IHostedService, IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly EventBatch batch = new();
    private Task work = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        eventLog.Open();
        work = Task.Run(() => WorkAsync(stopping.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        channel.Close();

        if (channel.Count > 0 || batch.Left > 0)
        {
            DrainStarted(logger, channel.Count, batch.Left);
        }

        await work.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        if (!work.IsCompleted)
        {
            await stopping.CancelAsync();
            await work.WaitAsync(TimeSpan.FromSeconds(2), CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            DrainCutShort(logger, channel.Count, batch.Left);
        }
    }

    public void Dispose() => stopping.Dispose();

    private async Task WorkAsync(CancellationToken stoppingToken)
    {
        while (await channel.WaitAsync(CancellationToken.None) && !stoppingToken.IsCancellationRequested)
        {
            Fill();
            eventLog.Write(batch);

            while (batch.Left > 0 && !stoppingToken.IsCancellationRequested)
            {
                await HandleAsync(batch.Next, stoppingToken);
                batch.Done();
            }
        }
    }

    private void Fill()
    {
        batch.Clear();

        while (!batch.IsFull && channel.TryDequeue() is { } delivery)
        {
            try
            {
                batch.Add(delivery, parser.Parse(delivery));
            }
            catch (Exception exception)
            {
                // The parser throws nothing by design. If it does after all, one delivery is the worse for it and not the service.
                DeliveryFailed(logger, delivery.Id, exception.GetType().FullName, exception.StackTrace);
            }
        }
    }

    private async Task HandleAsync(EventTurn turn, CancellationToken stoppingToken)
    {
        try
        {
            await dispatcher.DispatchAsync(turn.Message, turn.Delivery, attempt: 1, stoppingToken);
        }
        catch (Exception exception)
        {
            // One event may fail, the loop may not: it is the only one that drains the channel.
            EventFailed(logger, turn.Message.Type, turn.Delivery.Id, exception.GetType().FullName, exception.StackTrace);
        }
    }

    [LoggerMessage(1501, LogLevel.Error, "Delivery {DeliveryId} could not be read: {ExceptionType}\n{StackTrace}")]
    private static partial void DeliveryFailed(ILogger logger, Guid deliveryId, string? exceptionType, string? stackTrace);

    [LoggerMessage(1502, LogLevel.Error, "Event {EventType} of delivery {DeliveryId} could not be dispatched: {ExceptionType}\n{StackTrace}")]
    private static partial void EventFailed(ILogger logger, string eventType, Guid deliveryId, string? exceptionType, string? stackTrace);

    [LoggerMessage(1503, LogLevel.Information, "Stopping: {Deliveries} deliveries in line and {Events} events in work are finished first")]
    private static partial void DrainStarted(ILogger logger, int deliveries, int events);

    [LoggerMessage(1504, LogLevel.Error, "Stopping: the time for it is over, and {Deliveries} deliveries in line and {Events} events in work were not finished")]
    private static partial void DrainCutShort(ILogger logger, int deliveries, int events);
}
