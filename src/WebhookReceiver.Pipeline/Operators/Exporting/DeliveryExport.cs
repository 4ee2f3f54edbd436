using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox.OnDisk;
using WebhookReceiver.Journal;

namespace WebhookReceiver.Operators;

/// <summary>Reads the deliveries back, one at a time, up to what is durable when a file is come to.</summary>
internal static class DeliveryExport
{
    public static IEnumerable<ExportedDelivery> Read(OpenInbox inbox, DeliveryExportFilter filter)
    {
        foreach (var segment in inbox.Segments.All.Where(segment => segment.LastSequence >= filter.From && segment.FirstSequence <= filter.To))
        {
            foreach (var delivery in DeliveriesIn(inbox, segment))
            {
                var sequence = delivery.Position.Sequence;
                var isSettled = inbox.Segments.IsSettled(sequence);

                if (sequence >= filter.From && sequence <= filter.To && !(filter.OnlyOpen && isSettled))
                {
                    yield return new ExportedDelivery
                    {
                        Sequence = sequence,
                        Id = delivery.Id,
                        Endpoint = delivery.Endpoint,
                        ReceivedAt = delivery.ReceivedAt,
                        PhoneNumberId = delivery.PhoneNumberId,
                        IsSettled = isSettled,
                        Body = delivery.Body,
                    };
                }
            }
        }
    }

    /// <summary>All deliveries of one file that can be read; none when retention has deleted it meanwhile.</summary>
    public static IEnumerable<Delivery> DeliveriesIn(OpenInbox inbox, DeliverySegment segment)
    {
        using var reader = Open(inbox, segment);

        while (reader is not null && Next(reader) is { } delivery)
        {
            yield return delivery;
        }
    }

    private static SegmentReader? Open(OpenInbox inbox, DeliverySegment segment)
    {
        var path = Path.Combine(inbox.Folder.Deliveries, segment.Name.ToString());

        try
        {
            return new SegmentReader(inbox.Disk.Open(path), segment.Name, SegmentHeader.Size, segment.DurableEnd);
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
