using Microsoft.Extensions.Logging;
using WebhookReceiver.Channels;
using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Gives the worker what is durable, in order: from the channel while there is room in it, else from the journal. Once something did not fit, all that
/// follows is read back, until the worker has caught up; so a backlog costs disk and no memory, and order is kept.
/// </summary>
internal sealed partial class DeliveryFeed(
    DeliveryChannel channel, DeliverySegments segments, IDisk disk, InboxFolder folder, TimeProvider clock, ILogger<DeliveryFeed> logger)
    : IDeliverySource, IDisposable
{
    private const int RereadWindow = 16 * 1024;

    /// <summary>How often a segment that cannot be read is tried before its rest is left for the next start.</summary>
    private const int MaxFailures = 10;

    private static readonly TimeSpan FailurePause = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();

    // At the start the journal may hold anything, so it is read first.
    private bool isCaughtUp;
    private bool isOpen;
    private bool isClosed;
    private TaskCompletionSource<bool>? waiter;

    // Where the reading back begins, after something did not fit into the channel.
    private DeliveryPosition? spilled;

    // The reading back, by the worker alone.
    private DeliverySegment? segment;
    private SegmentReader? reader;
    private long start = SegmentHeader.Size;
    private long exhausted;
    private int failures;

    // The last number that was read back; written before the worker has caught up, read after.
    private long readBack;

    public bool IsDurable => true;

    public int Count => channel.Count;

    public string? Trouble => null;

    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (isClosed)
            {
                return ValueTask.FromResult(false);
            }

            if (channel.Count > 0)
            {
                return ValueTask.FromResult(true);
            }

            if (isOpen && !isCaughtUp)
            {
                return failures is 0 ? ValueTask.FromResult(true) : PauseAsync(cancellationToken);
            }

            waiter ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask<bool>(waiter.Task.WaitAsync(cancellationToken));
        }
    }

    public Delivery? TryTake()
    {
        if (Volatile.Read(ref isClosed) || !Volatile.Read(ref isOpen))
        {
            return null;
        }

        // Asked before the channel is looked at: once the answer is no, nothing more comes into the channel, and what it has is older than what spilled.
        var hadCaughtUp = Volatile.Read(ref isCaughtUp);

        if (channel.TryDequeue() is { } delivery)
        {
            return delivery;
        }

        return hadCaughtUp ? null : ReadBack();
    }

    /// <summary>Recovery is through: the worker may begin.</summary>
    public void Open()
    {
        TaskCompletionSource<bool>? waking;

        lock (gate)
        {
            isOpen = true;
            waking = waiter;
            waiter = null;
        }

        waking?.SetResult(true);
    }

    /// <summary>Tells of deliveries that are durable now. By the writer, in their order.</summary>
    public void Publish(List<PendingDelivery> batch, int start, int count)
    {
        TaskCompletionSource<bool>? waking;

        lock (gate)
        {
            for (var index = start; isCaughtUp && index < start + count; index++)
            {
                // Durable before it is published, so the worker may have read it back by then.
                if (batch[index].Delivery.Position.Sequence > readBack && !channel.TryEnqueue(batch[index].Delivery))
                {
                    isCaughtUp = false;
                    spilled = batch[index].Delivery.Position;
                }
            }

            waking = waiter;
            waiter = null;
        }

        waking?.SetResult(true);
    }

    public Delivery? Reread(DeliveryPosition position)
    {
        if (segments.Find(position.Sequence) is not { } home)
        {
            return null;
        }

        try
        {
            using var single = new SegmentReader(disk.Open(PathOf(home)), home.Name, position.Offset, home.DurableEnd, RereadWindow);

            if (single.TryRead(out var frame) && frame.Header.Sequence == position.Sequence)
            {
                return DeliveryFrame.Read(frame);
            }

            DeliveryUnreadable(logger, position.Sequence, position.Offset, home.Name);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            ReadFailed(logger, home.Name, exception.Message);
        }

        return null;
    }

    public void Close()
    {
        TaskCompletionSource<bool>? waking;

        lock (gate)
        {
            isClosed = true;
            waking = waiter;
            waiter = null;
        }

        channel.Close();
        waking?.SetResult(false);
    }

    public void Dispose() => reader?.Dispose();

    private async ValueTask<bool> PauseAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(FailurePause, clock, cancellationToken);
        return true;
    }

    /// <returns>Null when the worker has caught up, or when the disk must be left alone for a moment.</returns>
    private Delivery? ReadBack()
    {
        BeginWhereItSpilled();

        while (true)
        {
            if (Next() is { } delivery)
            {
                return delivery;
            }

            if (failures > 0)
            {
                return null;
            }

            lock (gate)
            {
                if (segment is { } current && current.DurableEnd > exhausted)
                {
                    continue;
                }

                if (segments.After(segment) is { } next)
                {
                    Enter(next, SegmentHeader.Size);
                    continue;
                }

                // Under the lock of Publish: what becomes durable from now on goes to the channel.
                isCaughtUp = true;
                CloseReader();
                return null;
            }
        }
    }

    private void BeginWhereItSpilled()
    {
        lock (gate)
        {
            if (spilled is { } position)
            {
                spilled = null;
                Enter(segments.Find(position.Sequence)!, position.Offset);
            }
        }
    }

    private void Enter(DeliverySegment next, long offset)
    {
        CloseReader();
        segment = next;
        start = offset;
        exhausted = 0;
    }

    /// <summary>The next delivery of the segment that is not settled; null when there is none now.</summary>
    private Delivery? Next()
    {
        if (segment is null || segment.DurableEnd is var limit && exhausted >= limit)
        {
            return null;
        }

        try
        {
            reader ??= new SegmentReader(disk.Open(PathOf(segment)), segment.Name, start, limit);
            reader.Limit = limit;

            while (reader.TryRead(out var frame))
            {
                start = frame.End;
                readBack = frame.Header.Sequence;

                if (!segments.IsSettled(frame.Header.Sequence) && TryDecode(frame) is { } delivery)
                {
                    failures = 0;
                    return delivery;
                }
            }

            failures = 0;
            exhausted = limit;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            ReadFailed(logger, segment.Name, exception.Message);
            CloseReader();

            if (++failures > MaxFailures)
            {
                failures = 0;
                exhausted = limit;
            }
        }

        return null;
    }

    private Delivery? TryDecode(in Frame frame)
    {
        try
        {
            return DeliveryFrame.Read(frame);
        }
        catch (InvalidDataException)
        {
            DeliveryUnreadable(logger, frame.Header.Sequence, frame.Offset, segment!.Name);
            return null;
        }
    }

    private void CloseReader()
    {
        reader?.Dispose();
        reader = null;
    }

    private string PathOf(DeliverySegment home) => Path.Combine(folder.Deliveries, home.Name.ToString());

    [LoggerMessage(1220, LogLevel.Error, "Delivery {Sequence} at {Offset} of segment {Segment} cannot be read any more")]
    private static partial void DeliveryUnreadable(ILogger logger, long sequence, long offset, SegmentName segment);

    [LoggerMessage(1221, LogLevel.Error, "Segment {Segment} of the inbox could not be read: {Problem}")]
    private static partial void ReadFailed(ILogger logger, SegmentName segment, string problem);
}
