using Microsoft.Extensions.Logging;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Reads open deliveries back from one segment after another. Numbers in a segment are contiguous, so a number without a frame means damage: after a second
/// look at the disk it is returned as an unreadable delivery, in its place. Used by the worker only.
/// </summary>
internal sealed partial class BacklogReader(
    DeliverySegments segments, IDisk disk, InboxFolder folder, InboxDamage damage, TimeProvider clock, ILogger logger) : IDisposable
{
    private SegmentReader? reader;

    // Where the next frame begins, and its number; 0 while the segment's first number is unknown.
    private long start;
    private long next;

    // The segment has been read up to here.
    private long exhausted;

    // Whether the reader was opened for a second look, bypassing the cache, at apparent damage.
    private bool isSecondLook;

    // Damaged numbers that have not been returned yet, where the damage begins, and the delivery that follows them.
    private long nextLost = 1;
    private long lastLost;
    private long lostOffset;
    private Delivery? ahead;
    private DateTimeOffset? lastTime;

    public DeliverySegment? Segment { get; private set; }

    /// <summary>The last number that was read.</summary>
    public long LastRead { get; private set; }

    /// <summary>Whether the segment has something left to read.</summary>
    public bool HasMore => Segment is { } current && HasMoreThan(segments.ExtentOf(current));

    /// <summary>Continues in another segment: at its start, or at the position of one of its deliveries.</summary>
    public void Enter(DeliverySegment segment, DeliveryPosition? position = null)
    {
        CloseFile();
        Segment = segment;
        start = position?.Offset ?? SegmentHeader.Size;
        next = position?.Sequence ?? 0;
        exhausted = 0;
        lastTime = null;
    }

    /// <returns>Null when the segment has nothing more at the moment.</returns>
    /// <exception cref="IOException">The segment cannot be read at the moment. The next call retries from the same place.</exception>
    public Delivery? Read()
    {
        while (true)
        {
            if (NextLost() is { } lost)
            {
                return lost;
            }

            if (ahead is { } delivery)
            {
                ahead = null;
                return delivery;
            }

            if (!TryAdvance())
            {
                return null;
            }
        }
    }

    public void CloseFile()
    {
        reader?.Dispose();
        reader = null;
        isSecondLook = false;
    }

    public void Dispose() => CloseFile();

    private bool HasMoreThan(in ReadableExtent extent) => extent.First > 0 && extent.End > exhausted;

    private Delivery? NextLost()
    {
        while (nextLost <= lastLost)
        {
            var position = new DeliveryPosition(nextLost++, lostOffset);

            if (!segments.IsSettled(position.Sequence))
            {
                return Delivery.Unreadable(position, lastTime ?? clock.GetUtcNow());
            }
        }

        return null;
    }

    /// <summary>Reads up to the next delivery that is open.</summary>
    /// <returns>False when there is none at the moment.</returns>
    private bool TryAdvance()
    {
        if (Segment is null || segments.ExtentOf(Segment) is var extent && !HasMoreThan(extent))
        {
            return false;
        }

        next = next is 0 ? extent.First : next;

        // When all the rest is settled, retention may have deleted the file: a wait for it would never end.
        if (reader is null && !segments.HasOpen(Segment, next))
        {
            Exhaust(extent);
            return false;
        }

        try
        {
            return TryRead(extent);
        }
        catch
        {
            CloseFile();
            throw;
        }
    }

    private bool TryRead(in ReadableExtent extent)
    {
        while (true)
        {
            reader ??= Open();
            reader.Limit = extent.End;
            var isFrame = reader.TryRead(out var frame);
            var found = isFrame ? frame.Header.Sequence : extent.Last + 1;

            if (found > next && !isSecondLook)
            {
                LookAgain();
                continue;
            }

            if (found > next)
            {
                Lose(found - 1, isFrame ? frame.Offset : extent.End);
            }

            if (!isFrame)
            {
                Exhaust(extent);
                return nextLost <= lastLost;
            }

            Pass(frame);

            if (nextLost <= lastLost || ahead is not null)
            {
                return true;
            }
        }
    }

    private SegmentReader Open()
    {
        var file = disk.Open(folder.PathOf(Segment!));

        if (isSecondLook)
        {
            file.DropCache();
        }

        return new SegmentReader(file, Segment!.Name, start, start);
    }

    /// <summary>A read may have been corrupted in transit or in memory; only what the disk itself holds counts as damage.</summary>
    private void LookAgain()
    {
        CloseFile();
        isSecondLook = true;
    }

    private void Lose(long last, long end)
    {
        damage.Add(new DamagedRange(Segment!.Name, start, end - start));
        (nextLost, lastLost, lostOffset) = (next, last, start);
        isSecondLook = false;

        if (segments.CountOpen(next, last) is > 0 and var open)
        {
            DeliveriesDamaged(logger, open, next, last, Segment.Name);
        }
    }

    private void Pass(in Frame frame)
    {
        var sequence = frame.Header.Sequence;
        ahead = segments.IsSettled(sequence) ? null : Decode(frame);
        lastTime = DateTimeOffset.FromUnixTimeMilliseconds(frame.Header.Time);
        start = frame.End;
        next = sequence + 1;
        LastRead = sequence;
        isSecondLook = false;
    }

    private Delivery Decode(in Frame frame)
    {
        if (DeliveryFrame.TryRead(frame, out var delivery))
        {
            return delivery;
        }

        var position = new DeliveryPosition(frame.Header.Sequence, frame.Offset);
        DeliveriesDamaged(logger, 1, position.Sequence, position.Sequence, Segment!.Name);
        return Delivery.Unreadable(position, DateTimeOffset.FromUnixTimeMilliseconds(frame.Header.Time));
    }

    private void Exhaust(in ReadableExtent extent)
    {
        if (reader is { } open && open.End < extent.End)
        {
            // The open reader would scan the damage again when the segment grows.
            CloseFile();
        }

        start = exhausted = extent.End;
        next = extent.Last + 1;
        LastRead = extent.Last;
    }

    [LoggerMessage(1224, LogLevel.Error, "{Deliveries} deliveries from number {First} to {Last} in segment {Segment} are unreadable and become dead letters")]
    private static partial void DeliveriesDamaged(ILogger logger, long deliveries, long first, long last, SegmentName segment);
}
