using Microsoft.Extensions.Logging;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Rereads one delivery from its position. Damage is what two reads of the disk agree on; a failure to read is an exception. Thread-safe.</summary>
internal sealed partial class DeliveryReader(IDisk disk, InboxFolder folder, DeliverySegments segments, InboxDamage damage, ILogger logger)
{
    private const int Window = 16 * 1024;

    /// <returns>Null when its bytes are damaged or not a delivery.</returns>
    /// <exception cref="IOException">The segment cannot be read at the moment.</exception>
    public Delivery? Read(DeliverySegment home, DeliveryPosition position)
    {
        var end = segments.ExtentOf(home).End;

        if (!TryRead(home, position, end, isSecondLook: false, out var delivery))
        {
            TryRead(home, position, end, isSecondLook: true, out delivery);
        }

        if (delivery is null)
        {
            DeliveryUnreadable(logger, position.Sequence, position.Offset, home.Name);
        }

        return delivery;
    }

    /// <returns>False when there is no intact frame with that number.</returns>
    private bool TryRead(DeliverySegment home, DeliveryPosition position, long end, bool isSecondLook, out Delivery? delivery)
    {
        var file = disk.Open(folder.PathOf(home));

        if (isSecondLook)
        {
            // The first read may have seen corruption that exists only in memory.
            file.DropCache();
        }

        using var reader = new SegmentReader(file, home.Name, position.Offset, end, Window);
        var isFrame = reader.TryRead(out var frame);

        if (isFrame && frame.Offset == position.Offset && frame.Header.Sequence == position.Sequence)
        {
            DeliveryFrame.TryRead(frame, out delivery);
            return true;
        }

        if (isSecondLook)
        {
            damage.Add(new DamagedRange(home.Name, position.Offset, (isFrame ? frame.Offset : end) - position.Offset));
        }

        delivery = null;
        return false;
    }

    [LoggerMessage(1220, LogLevel.Error, "Delivery {Sequence} at {Offset} of segment {Segment} cannot be read any more")]
    private static partial void DeliveryUnreadable(ILogger logger, long sequence, long offset, SegmentName segment);
}
