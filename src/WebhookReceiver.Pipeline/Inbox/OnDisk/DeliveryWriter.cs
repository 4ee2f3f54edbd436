using Microsoft.Extensions.Logging;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Journal;
using WebhookReceiver.Observation;
using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// The single thread that writes deliveries: takes everything queued, writes it with one call, syncs it with one call, and only then answers the waiting doors.
/// It needs no timer to collect a batch: while one batch is being synced, the next one accumulates.
/// </summary>
internal sealed partial class DeliveryWriter : IDisposable
{
    /// <summary>The maximum batch size; a longer frame is written by itself.</summary>
    private const int BatchBytes = 8 * 1024 * 1024;

    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(1);

    /// <summary>With little traffic a segment takes years to fill, and handled deliveries are deleted by whole segments.</summary>
    private static readonly TimeSpan SegmentAge = TimeSpan.FromDays(1);

    private readonly DeliveryQueue queue;
    private readonly JournalAppender appender;
    private readonly DeliverySegments segments;
    private readonly DeliveryFeed feed;
    private readonly ILogger logger;
    private readonly WorkScheduler scheduler;
    private readonly InboxClock time;
    private readonly ReceiverMetrics metrics;
    private readonly TimeProvider clock;
    private Task ended = Task.CompletedTask;
    private long begun;
    private long brokenSince;

    /// <summary>The format of new segments: the one that earlier programs read, until a traced delivery needs a later one.</summary>
    private int version = SegmentHeader.CommonVersion;
    private volatile bool isHealthy;
    private volatile bool isToBeginAnew;

    public DeliveryWriter(
        DeliveryQueue queue,
        JournalAppender appender,
        DeliverySegments segments,
        DeliveryFeed feed,
        WorkScheduler scheduler,
        InboxClock time,
        ReceiverMetrics metrics,
        TimeProvider clock,
        ILogger logger)
    {
        this.queue = queue;
        this.appender = appender;
        this.segments = segments;
        this.feed = feed;
        this.scheduler = scheduler;
        this.time = time;
        this.metrics = metrics;
        this.clock = clock;
        this.logger = logger;
    }

    /// <summary>Whether there is a segment that can be written.</summary>
    public bool IsHealthy => isHealthy;

    /// <summary>Begins a segment for this run, then starts the thread.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void Start()
    {
        Begin();
        isHealthy = true;
        ended = scheduler.RunOnThread("inbox-deliveries", Run());
    }

    /// <summary>Begins another segment soon, so that the current one can be deleted when it is due.</summary>
    public void BeginAnew()
    {
        isToBeginAnew = true;
        queue.Wake();
    }

    /// <summary>Completes when the thread has written everything it was given. The queue must be closed first.</summary>
    public Task Ended => ended;

    public void Dispose() => appender.Dispose();

    private IEnumerable<LoopWait> Run()
    {
        while (queue.Take() is { } batch)
        {
            if (batch.Count is 0)
            {
                yield return queue.Until(isHealthy ? Timeout.InfiniteTimeSpan : ProbeInterval);

                // Not a timer: if all processors are busy, the doors that are about to add a delivery do so now; if one is idle, this returns at once. With 64
                // senders on two processors a batch has 33 deliveries instead of 20.
                Thread.Yield();
            }

            if (isToBeginAnew)
            {
                isToBeginAnew = false;
                TryBegin();
            }

            if (!isHealthy)
            {
                Probe();
            }

            for (var written = 0; written < batch.Count;)
            {
                written += isHealthy ? Write(batch, written) : Refuse(batch, written, batch.Count);
            }
        }
    }

    /// <returns>How many deliveries of the batch were answered, with success or failure.</returns>
    private int Write(List<PendingDelivery> batch, int start)
    {
        var count = 0;

        try
        {
            if (!HasRoom(batch[start]) || clock.GetElapsedTime(begun) > SegmentAge)
            {
                Begin();
            }

            var first = appender.LastSequence + 1;
            var bytes = 0L;

            do
            {
                var pending = batch[start + count++];
                var offset = appender.Offset;
                var receivedAt = pending.Delivery.ReceivedAt.ToUnixTimeMilliseconds();
                var place = appender.Add(DeliveryFrame.KindOf(pending.Delivery), receivedAt, pending.Length, out var sequence);
                DeliveryFrame.Write(pending.Delivery, place);
                pending.Delivery.Position = new DeliveryPosition(sequence, offset);
                bytes += pending.Length;
            }
            while (start + count < batch.Count && bytes + batch[start + count].Length <= BatchBytes && HasRoom(batch[start + count]));

            appender.Write();
            var synced = Sync();
            segments.Appended(first, appender.LastSequence, time.Now, appender.DurableEnd.Offset);
            feed.Publish(batch, start, count);

            AnswerBatch.Queue(scheduler, batch, start, count, isSafe: true);
            Report(synced);
            return count;
        }
        catch (Exception exception)
        {
            // Whatever the error, these are not safe. The segment is abandoned for good: the next sync would not report what a failed sync has lost.
            Failed(exception);
            Refuse(batch, start, Math.Max(1, count));
            Probe();
            return Math.Max(1, count);
        }
    }

    /// <returns>How long it took; null when nobody wants to know.</returns>
    private TimeSpan? Sync()
    {
        var began = metrics.IsSyncMeasured ? clock.GetTimestamp() : (long?)null;
        appender.Sync();
        return began is { } start ? clock.GetElapsedTime(start) : null;
    }

    private void Report(TimeSpan? synced)
    {
        try
        {
            if (synced is { } time)
            {
                metrics.DeliveriesSynced(time);
            }
        }
        catch (Exception)
        {
            // Whoever listens to the metrics has failed, not the disk: the batch is safe.
        }
    }

    private int Refuse(List<PendingDelivery> batch, int start, int count)
    {
        AnswerBatch.Queue(scheduler, batch, start, Math.Min(count, batch.Count - start), isSafe: false);
        return count;
    }

    /// <summary>Whether the delivery may be in the current segment.</summary>
    private bool HasRoom(PendingDelivery pending)
    {
        if (pending.Delivery.Trace is not null)
        {
            version = DeliveryFrame.TracedVersion;
        }

        return appender.Version >= version && appender.HasRoom(pending.Length);
    }

    private void Begin()
    {
        segments.Add(new DeliverySegment(appender.Begin(version)));
        begun = clock.GetTimestamp();
    }

    /// <summary>Works as when a segment is full: the door does not notice, unless it fails. If there is no segment, the next one is new anyway.</summary>
    private void TryBegin()
    {
        try
        {
            if (isHealthy)
            {
                Begin();
            }
        }
        catch (Exception exception)
        {
            Failed(exception);
        }
    }

    private void Failed(Exception exception)
    {
        appender.Close();
        isHealthy = false;
        WriteFailed(logger, exception.Message);
    }

    /// <summary>
    /// Tries a new segment immediately after a failure, and then once a second: creating one writes and syncs, so it shows whether the disk works again.
    /// </summary>
    private void Probe()
    {
        if (brokenSince is not 0 && clock.GetElapsedTime(brokenSince) < ProbeInterval)
        {
            return;
        }

        try
        {
            Begin();
            isHealthy = true;
            brokenSince = 0;
            SegmentBegun(logger);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            brokenSince = clock.GetTimestamp();
            StillBroken(logger, exception.Message);
        }
    }

    [LoggerMessage(1210, LogLevel.Error, "The inbox could not be written, and the deliveries of that batch were answered with 503: {Problem}")]
    private static partial void WriteFailed(ILogger logger, string problem);

    [LoggerMessage(1211, LogLevel.Information, "The inbox is written to a new segment")]
    private static partial void SegmentBegun(ILogger logger);

    [LoggerMessage(1212, LogLevel.Error, "The inbox cannot be written; deliveries are answered with 503, and the next attempt follows in a second: {Problem}")]
    private static partial void StillBroken(ILogger logger, string problem);
}
