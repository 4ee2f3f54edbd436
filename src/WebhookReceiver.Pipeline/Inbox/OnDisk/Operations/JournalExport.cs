using WebhookReceiver.Deliveries;
using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Reads the deliveries back, one at a time, up to what is durable when each file is opened.</summary>
internal sealed class JournalExport(IDisk disk, InboxFolder folder, DeliverySegments segments)
{
    public IEnumerable<StoredDelivery> Read(StoreRange range, CancellationToken cancellationToken)
    {
        foreach (var segment in segments.All.Where(segment => segment.LastSequence >= range.From && segment.FirstSequence <= range.To))
        {
            foreach (var delivery in DeliveriesIn(segment))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var sequence = delivery.Position.Sequence;
                var isSettled = segments.IsSettled(sequence);

                if (sequence >= range.From && sequence <= range.To && !(range.OnlyOpen && isSettled))
                {
                    yield return new StoredDelivery(sequence, delivery, isSettled);
                }
            }
        }
    }

    /// <summary>All readable deliveries of one file; none when retention has deleted it in the meantime.</summary>
    public IEnumerable<Delivery> DeliveriesIn(DeliverySegment segment)
    {
        using var reader = Open(segment);

        while (reader is not null && Next(reader) is { } delivery)
        {
            yield return delivery;
        }
    }

    private SegmentReader? Open(DeliverySegment segment)
    {
        var path = folder.PathOf(segment);

        try
        {
            return new SegmentReader(disk.Open(path), segment.Name, SegmentHeader.Size, segment.DurableEnd);
        }
        catch (IOException) when (!File.Exists(path))
        {
            return null;
        }
    }

    private static Delivery? Next(SegmentReader reader)
    {
        while (reader.TryRead(out var frame))
        {
            if (FrameReading.IsDelivery(frame))
            {
                return DeliveryFrame.Read(frame);
            }
        }

        return null;
    }
}
