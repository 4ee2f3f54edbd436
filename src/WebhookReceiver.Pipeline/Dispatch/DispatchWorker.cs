using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WebhookReceiver.EventLogging;
using WebhookReceiver.Inbox;
using WebhookReceiver.Observation;
using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Runs the two loops between the inbox and the handlers: one puts events into the lanes of their conversations, one gives them their turn. At the end a store on disk keeps
/// what has not been begun; of any other, everything in line is finished first, for as long as the host allows.
/// </summary>
/// <remarks>
/// Not a <see cref="BackgroundService"/>: its token fires when the service is told to stop, which is when the draining begins.
/// </remarks>
internal sealed partial class DispatchWorker(
    IDeliverySource source,
    IOutcomes outcomes,
    EventLog eventLog,
    DeliveryPump pump,
    TurnLoop turns,
    HandlerSlots slots,
    Lanes lanes,
    DeadLetterDesk desk,
    LoopKeeper keeper,
    WorkScheduler scheduler,
    ReceiverMetrics metrics,
    ILogger<DispatchWorker> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>Fires when the time to stop is over.</summary>
    private readonly CancellationTokenSource stopping = new();

    /// <summary>Fires when no delivery is to be taken any more.</summary>
    private readonly CancellationTokenSource closing = new();

    /// <summary>Fires when the event log is not to be waited for.</summary>
    private readonly CancellationTokenSource unlogged = new();

    private Task pumping = Task.CompletedTask;
    private Task turning = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        eventLog.Open();
        metrics.ObserveLanes(() => lanes.Count, () => lanes.Waiting, () => lanes.Parked);
        pumping = scheduler.Run(() => keeper.KeepAsync("delivery", PumpAsync, closing.Token));
        turning = scheduler.Run(() => keeper.KeepAsync("turn", () => turns.RunAsync(unlogged.Token, stopping.Token), unlogged.Token));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        source.Close();

        if (source.Count > 0 || lanes.Count > 0)
        {
            DrainStarted(logger, source.Count, lanes.Waiting);
        }

        var work = source.IsDurable ? StopAsync() : DrainAsync();
        await work.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        if (!work.IsCompleted)
        {
            await CutShortAsync();
            await work.WaitAsync(Grace, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (lanes.Waiting > 0 || source.Count > 0)
        {
            WorkLeft(logger, source.IsDurable ? LogLevel.Information : LogLevel.Error, source.Count, lanes.Waiting, lanes.Parked);
        }

        // On a disk that is broken it would take until that is back.
        await outcomes.FlushAsync().AsTask().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        stopping.Dispose();
        closing.Dispose();
        unlogged.Dispose();
    }

    private async Task PumpAsync()
    {
        // Again when the source has something to say: a store that is still being read at the start knows its letters only then.
        desk.Resume();
        await source.WaitAsync(closing.Token);
        desk.Resume();
        await pump.RunAsync(closing.Token);
    }

    /// <summary>What is on disk can wait for the next start.</summary>
    private async Task StopAsync()
    {
        pump.Stop();
        turns.Stop();
        await closing.CancelAsync();
        await unlogged.CancelAsync();
        await pumping;
        await turning;
        await slots.UntilFreeAsync();
    }

    /// <summary>What is in memory cannot.</summary>
    private async Task DrainAsync()
    {
        await pumping;
        turns.Drain();
        await turning;
        await slots.UntilFreeAsync();
    }

    private async Task CutShortAsync()
    {
        pump.Stop();
        turns.Stop();
        slots.CutShort();
        await closing.CancelAsync();
        await unlogged.CancelAsync();
        await stopping.CancelAsync();
    }

    [LoggerMessage(1503, LogLevel.Information, "Stopping: {Deliveries} deliveries in line and {Events} events in work")]
    private static partial void DrainStarted(ILogger logger, int deliveries, int events);

    [LoggerMessage(EventId = 1504, Message = "Stopped: {Deliveries} deliveries in line and {Events} events were not finished; {Conversations} conversations wait for another attempt")]
    private static partial void WorkLeft(ILogger logger, LogLevel level, int deliveries, int events, int conversations);
}
