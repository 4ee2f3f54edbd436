using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;
using WebhookReceiver.Observation;
using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// The store <c>Journal</c>: a delivery is safe once it is written and synced. At the start it claims the folder, lets the listeners come up, recovers what an
/// earlier run has left, and accepts from then on.
/// </summary>
internal sealed partial class JournalInbox(
    IDisk disk,
    InboxFolder folder,
    FolderClaim claim,
    DeliverySegments segments,
    DeliveryFeed feed,
    OutcomeJournal outcomes,
    HandledKeys keys,
    FreeSpace space,
    InboxRetention retention,
    IndexKeeper indexes,
    IOptions<InboxOptions> options,
    WorkerHealth worker,
    IHostApplicationLifetime lifetime,
    WorkScheduler scheduler,
    InboxClock time,
    ReceiverMetrics metrics,
    TimeProvider clock,
    ILogger<JournalInbox> logger) : IInbox, IHostedService, IDisposable
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RetentionInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    private readonly DeliveryQueue queue = new(scheduler, clock);
    private readonly List<DamagedRange> damage = [];
    private JournalAppender? appender;
    private DeliveryWriter? writer;
    private PeriodicWork? watch;
    private PeriodicWork? cleaning;
    private Task recovery = Task.CompletedTask;
    private readonly Lock stopping = new();
    private Task? stop;
    private volatile bool isOpen;
    private volatile int damagedCopies;

    public bool IsAccepting => WhyNot is null;

    public string? WhyNot =>
        !isOpen ? WhyClosed
        : !worker.IsHealthy ? "deliveries are not being handled"
        : !writer!.IsHealthy ? "deliveries cannot be written"
        : !outcomes.IsHealthy ? "outcomes cannot be written"
        : !space.IsEnough ? "there is less free space than Inbox:MinimumFreeBytes"
        : queue.IsStalled ? "the disk does not respond"
        : null;

    public StoreFigures Figures => new()
    {
        IsFailed = !IsAccepting,
        OpenDeliveries = isOpen ? segments.Open : null,
        OpenBytes = isOpen ? segments.OpenBytes : null,
        DeadLetters = isOpen ? outcomes.Count : null,
        FreeBytes = isOpen ? space.Bytes : null,
        MinimumFreeBytes = space.Minimum,
        DamagedCopies = isOpen ? damagedCopies : null,
    };

    /// <summary>Completes when deliveries are accepted, or when the service is about to stop because they cannot be.</summary>
    public Task Recovery => recovery;

    /// <summary>Whether recovery has finished and stopping has not begun.</summary>
    public bool IsOpen => isOpen;

    /// <summary>The damage found at the start and since.</summary>
    public IReadOnlyList<DamagedRange> Damage => [.. damage, .. feed.Damage];

    public ValueTask<bool> AcceptAsync(Delivery delivery)
    {
        if (!IsAccepting)
        {
            return ValueTask.FromResult(false);
        }

        var pending = new PendingDelivery(delivery, clock.GetTimestamp());
        return queue.TryAdd(pending) ? pending.Task : ValueTask.FromResult(false);
    }

    /// <summary>Ends the current delivery segment, so that it can be deleted when it is due.</summary>
    public void BeginAnew()
    {
        if (isOpen)
        {
            writer!.BeginAnew();
        }
    }

    public void Describe(IDictionary<string, object> data)
    {
        data["directory"] = folder.Path;
        data["open_deliveries"] = segments.Open;
        data["dead_letters"] = isOpen ? outcomes.Count : 0;
        data["damaged_ranges"] = damage.Count + feed.Damage.Count;
        data["free_bytes"] = space.Bytes;
        data["recovering"] = !recovery.IsCompleted;
    }

    /// <exception cref="WhatsAppConfigurationException">The folder cannot be used, or a part of the journal is missing.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var isTaken = claim.TryTake();

        // Not awaited: the listeners come up in the meantime and report that the service is not ready.
        recovery = scheduler.Run(() => RecoverAsync(isTaken));
        return Task.CompletedTask;
    }

    /// <remarks>The host may call it twice, even concurrently.</remarks>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (stopping)
        {
            return stop ??= StopAsync();
        }
    }

    private string WhyClosed =>
        claim.Waiting is { } holder ? $"waiting for the folder: {holder}"
        : recovery.IsCompleted ? "the service is stopping"
        : "the inbox is being recovered";

    /// <remarks>
    /// Stops what has not been stopped: if another part of the service cannot start, the container is disposed without a stop, possibly during recovery.
    /// </remarks>
    public void Dispose()
    {
        // On the pool: if the caller has a synchronization context, the awaited work would wait for the caller.
        Task.Run(() => StopAsync(CancellationToken.None)).GetAwaiter().GetResult();
        watch?.Dispose();
        cleaning?.Dispose();
        writer?.Dispose();
        appender?.Dispose();
        queue.Dispose();
        claim.Dispose();
    }

    private async Task StopAsync()
    {
        claim.Leave();
        await recovery.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        isOpen = false;

        // Their work in progress finishes first, because it uses everything that is stopped below.
        await Task.WhenAll(EndAsync(watch), EndAsync(cleaning), HasEndedAsync(indexes.BeginStop()));
        queue.Close();
        feed.Close();

        if (writer is not null && !await HasEndedAsync(writer.Ended))
        {
            WriterNotStopped(logger, StopPatience);
        }

        if (!await HasEndedAsync(outcomes.BeginStop()))
        {
            WriterNotStopped(logger, StopPatience);
        }
    }

    private Task EndAsync(PeriodicWork? work) => scheduler.Run(() =>
    {
        work?.Dispose();
        return Task.CompletedTask;
    });

    private async Task<bool> HasEndedAsync(Task loop)
    {
        await loop.WaitAsync(StopPatience, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return loop.IsCompleted;
    }

    private async Task RecoverAsync(bool isTaken)
    {
        try
        {
            if (isTaken || await claim.WaitAsync())
            {
                Recover();
            }
        }
        catch (ObjectDisposedException) when (outcomes.IsDisposed)
        {
            // Another part of the service could not start, and the container is gone: that part has logged why.
        }
        catch (Exception exception)
        {
            // Nothing was accepted in this run. A process that cannot use its inbox should end visibly instead of answering 503 for ever.
            RecoveryFailed(logger, exception.GetType().FullName, exception.Message);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }

    private void Recover()
    {
        var began = clock.GetTimestamp();
        var recovered = new JournalRecovery(disk, folder, segments, keys, time, clock, logger).Read(JournalFiles.In(disk, folder));

        var keeper = new DamageKeeper(disk, folder, logger);
        keeper.Keep(folder.Outcomes, recovered.Outcomes.Damage);
        keeper.Keep(folder.Deliveries, recovered.Damage);
        damage.AddRange([.. recovered.Outcomes.Damage, .. recovered.Damage]);
        appender = new JournalAppender(disk, folder.Deliveries, options.Value.SegmentBytes, recovered.End, recovered.LastId, () => time.Now);
        writer = new DeliveryWriter(queue, appender, segments, feed, scheduler, time, metrics, clock, logger);

        outcomes.Start(recovered.Outcomes);
        writer.Start();
        space.Look();
        CountDamagedCopies();
        watch = new PeriodicWork(clock, WatchInterval, Watch, exception => WorkFailed(logger, exception));
        cleaning = new PeriodicWork(clock, RetentionInterval, Clean, exception => WorkFailed(logger, exception));
        indexes.Start();
        isOpen = true;
        feed.Open(recovered.Damage);
        Recovered(logger, segments.Open, recovered.Outcomes.State.Unsettled, clock.GetElapsedTime(began));
    }

    private void Clean()
    {
        outcomes.KeepTime();
        retention.Run();
        CountDamagedCopies();
        indexes.Wake();

        if (retention.NewestIsDue)
        {
            writer!.BeginAnew();
        }
    }

    private void CountDamagedCopies() => damagedCopies = disk.FilesIn(folder.Damaged).Count;

    private void Watch()
    {
        space.Look();

        if (queue.Expire() is > 0 and var late)
        {
            WaitedTooLong(logger, late, DeliveryQueue.Patience);
        }
    }

    [LoggerMessage(1201, LogLevel.Information, "The inbox is open: {Deliveries} deliveries and {Events} begun events of earlier runs are waiting to be handled; recovery took {Time}")]
    private static partial void Recovered(ILogger logger, long deliveries, int events, TimeSpan time);

    [LoggerMessage(1202, LogLevel.Critical, "The inbox could not be recovered, and the service stops: {ExceptionType} {Problem}")]
    private static partial void RecoveryFailed(ILogger logger, string? exceptionType, string problem);

    [LoggerMessage(1203, LogLevel.Warning, "{Deliveries} deliveries waited longer than {Patience} for the disk and were answered with 503")]
    private static partial void WaitedTooLong(ILogger logger, int deliveries, TimeSpan patience);

    [LoggerMessage(1205, LogLevel.Error, "The inbox was not written completely within {Time}")]
    private static partial void WriterNotStopped(ILogger logger, TimeSpan time);

    [LoggerMessage(1292, LogLevel.Error, "A periodic check of the inbox failed; the next one follows as scheduled")]
    private static partial void WorkFailed(ILogger logger, Exception exception);
}
