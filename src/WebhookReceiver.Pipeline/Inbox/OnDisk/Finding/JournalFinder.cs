using WebhookReceiver.Deliveries;
using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Reads deliveries newest first: those that the indexes name, and all of which the indexes know nothing.</summary>
internal sealed class JournalFinder(IDisk disk, InboxFolder folder, DeliverySegments segments, DeliveryIndexes indexes)
{
    private const int Window = 16 * 1024;

    public IEnumerable<StoredDelivery> Find(DeliverySearch search, CancellationToken cancellationToken)
    {
        foreach (var segment in segments.All.Reverse())
        {
            cancellationToken.ThrowIfCancellationRequested();

            if (segment.FirstSequence is 0 || segment.FirstSequence > search.UpTo?.Sequence || (search.OnlyOpen && segment.Open is 0) || indexes.IsOutside(segment, search))
            {
                continue;
            }

            foreach (var delivery in Readable(segment, In(segment, search)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var sequence = delivery.Position.Sequence;
                var isSettled = segments.IsSettled(sequence);

                if (sequence > search.UpTo?.Sequence)
                {
                    continue;
                }

                if (search.IsInTime(delivery.ReceivedAt) && !(search.OnlyOpen && isSettled))
                {
                    yield return new StoredDelivery(sequence, delivery, isSettled);
                }
                else if (search.GoesOn?.Invoke(delivery.Position, delivery.ReceivedAt) is false)
                {
                    yield break;
                }
            }
        }
    }

    private IEnumerable<Delivery> In(DeliverySegment segment, DeliverySearch search)
    {
        var end = segments.ExtentOf(segment).End;

        if (search.UpTo is { } last && last.Sequence <= segment.LastSequence)
        {
            // What follows the last one wanted need not be read.
            end = Math.Min(end, last.Offset + FrameHeader.FrameSize(FrameHeader.MaxLength));
        }

        var known = search.Term is { } term ? indexes.Find(segment, term) : IndexedDeliveries.Nothing;

        if (search.UpTo is { } bound && bound.Sequence <= segment.LastSequence && bound.Offset >= known.KnownTo && At(segment, bound.Offset, end) is { } first)
        {
            yield return first;
            end = bound.Offset;
        }

        foreach (var delivery in BackwardDeliveries.In(disk, folder.PathOf(segment), segment.Name, Aligned(known.KnownTo), end))
        {
            yield return delivery;
        }

        for (var index = known.Offsets.Count - 1; index >= 0; index--)
        {
            if (!(known.Offsets[index] > search.UpTo?.Offset && search.UpTo?.Sequence <= segment.LastSequence) && At(segment, known.Offsets[index], end) is { } delivery)
            {
                yield return delivery;
            }
        }
    }

    private Delivery? At(DeliverySegment segment, long offset, long end)
    {
        using var reader = new SegmentReader(disk.Open(folder.PathOf(segment)), segment.Name, offset, end, Window);
        return reader.TryRead(out var frame) && frame.Offset == offset && DeliveryFrame.TryRead(frame, out var delivery) ? delivery : null;
    }

    /// <summary>Ends early, without an error, when retention has deleted the file in the meantime.</summary>
    private IEnumerable<Delivery> Readable(DeliverySegment segment, IEnumerable<Delivery> deliveries)
    {
        using var reading = deliveries.GetEnumerator();

        while (true)
        {
            try
            {
                if (!reading.MoveNext())
                {
                    yield break;
                }
            }
            catch (IOException) when (!File.Exists(folder.PathOf(segment)))
            {
                yield break;
            }

            yield return reading.Current;
        }
    }

    private static long Aligned(long offset) => offset is long.MaxValue ? offset : (offset + 7) & ~7L;
}
