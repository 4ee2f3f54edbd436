using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookReceiver.Handlers;
using WebhookReceiver.Inbox;
using WebhookReceiver.Observation;
using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Runs the two loops between the inbox and the handlers: one puts events into the lanes of their conversations, the other gives them their turn. At a stop, a store on disk keeps
/// the events that have not been begun; with any other store, everything queued is finished first, for as long as the host allows.
/// </summary>
/// <remarks>
/// Not a <see cref="BackgroundService"/>: its token fires when the service is asked to stop, which is when draining begins.
/// </remarks>
internal sealed partial class DispatchWorker(
    IDeliverySource source,
    IOutcomes outcomes,
    EventOutlets outlets,
    DeliveryPump pump,
    TurnLoop turns,
    AttemptRecorder attempts,
    EventRuns runs,
    ThreadReserve threads,
    HandlerRegistry handlers,
    IOptions<DispatchOptions> options,
    Lanes lanes,
    DeadLetterReplay replay,
    HandlerPausing pausing,
    LoopKeeper keeper,
    WorkScheduler scheduler,
    ReceiverMetrics metrics,
    TimeProvider clock,
    ILogger<DispatchWorker> logger) : IHostedService, IDisposable
{
    /// <summary>How often recording is tried at a stop for results that could not be recorded for lack of memory.</summary>
    private const int MostTries = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>Fires when no further delivery may be taken.</summary>
    private readonly CancellationTokenSource closing = new();

    /// <summary>Fires when the turn loop must stop waiting for the store and the event log.</summary>
    private readonly CancellationTokenSource unlogged = new();

    private Task pumping = Task.CompletedTask;
    private Task turning = Task.CompletedTask;
    private Task retrying = Task.CompletedTask;
    private Task following = Task.CompletedTask;

    private int Queued => source.Count + pump.InHand;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        outlets.Open();
        threads.Cover(options.Value.Concurrency * Math.Max(1, handlers.Count));
        metrics.ObserveLanes(() => lanes.Count, () => lanes.Waiting, () => lanes.Parked);
        metrics.ShowDeadLetters(DeadLetterCause.All.Select(static cause => cause.Text));
        pumping = scheduler.Run(() => keeper.KeepAsync("delivery", PumpAsync, closing.Token));
        turning = scheduler.Run(() => keeper.KeepAsync("turn", () => turns.RunAsync(unlogged.Token), unlogged.Token));
        following = scheduler.Run(() => keeper.KeepAsync("pause", () => pausing.FollowAsync(closing.Token), closing.Token));
        retrying = scheduler.Run(() => keeper.KeepAsync("put-off", () => pump.RetryAsync(closing.Token), closing.Token));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var isKept = source.Close();

        if (Queued > 0 || lanes.Count > 0)
        {
            DrainStarted(logger, Queued, lanes.Waiting);
        }

        var work = isKept ? StopAsync() : DrainAsync();
        await work.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        if (!work.IsCompleted)
        {
            CutShort();
            await work.WaitAsync(Grace, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        if (lanes.Waiting > 0 || Queued > 0)
        {
            WorkLeft(logger, isKept ? LogLevel.Information : LogLevel.Error, Queued, lanes.Waiting, lanes.Parked);
        }

        // With a broken disk it would take until the disk is back.
        await outcomes.FlushAsync(cancellationToken).AsTask().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    /// <remarks>Ends the loops if they were not stopped: when another part of the service fails to start, the container is disposed of without a stop.</remarks>
    public void Dispose()
    {
        EndLoops();
        closing.Dispose();
        unlogged.Dispose();
    }

    private async Task PumpAsync()
    {
        await source.OpenedAsync(closing.Token);

        // Nothing is in a lane before it is known which handlers are paused.
        await pausing.LearnAsync(closing.Token);
        await replay.ResumeAsync();
        await pump.RunAsync(closing.Token);
    }

    /// <summary>Ends the loops and waits for the events in progress. Everything else is on disk and waits for the next start.</summary>
    private async Task StopAsync()
    {
        EndLoops();
        runs.HurryDisposals();
        await pumping;
        await turning;
        await retrying;
        await following;
        await turns.AbandonAsync();

        // Before and after, because an event in progress may never end.
        await RecordLeftAsync();
        await runs.UntilFreeAsync();
        await RecordLeftAsync();
    }

    private async Task RecordLeftAsync()
    {
        for (var tries = 1; !await attempts.TryRecordLeftAsync() && tries < MostTries; tries++)
        {
            await Task.Delay(Pause, clock);
        }
    }

    /// <summary>Handles everything that is queued, because it is only in memory.</summary>
    private async Task DrainAsync()
    {
        await pumping;
        turns.Drain();
        await turning;
        EndLoops();
        await retrying;
        await runs.UntilFreeAsync();
    }

    private void CutShort()
    {
        EndLoops();
        runs.CutShort();
    }

    private void EndLoops()
    {
        pump.Stop();
        turns.Stop();
        closing.Cancel();
        unlogged.Cancel();
    }

    [LoggerMessage(1503, LogLevel.Information, "Stopping: {Deliveries} deliveries are queued and {Events} events are in progress or wait")]
    private static partial void DrainStarted(ILogger logger, int deliveries, int events);

    [LoggerMessage(EventId = 1504, Message = "Stopped: {Deliveries} queued deliveries and {Events} events were not finished; {Conversations} conversations wait for another attempt")]
    private static partial void WorkLeft(ILogger logger, LogLevel level, int deliveries, int events, int conversations);
}
