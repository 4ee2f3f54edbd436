using WebhookReceiver.Journal;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>One segment of deliveries. Changed only by <see cref="DeliverySegments"/>.</summary>
internal sealed class DeliverySegment(SegmentName name)
{
    public SegmentName Name { get; } = name;

    /// <summary>The number of its first frame; 0 while it has none.</summary>
    public long FirstSequence { get; set; }

    /// <summary>The number of its last durable frame.</summary>
    public long LastSequence { get; set; }

    /// <summary>It may be read up to this offset.</summary>
    public long DurableEnd { get; set; } = SegmentHeader.Size;

    /// <summary>When it was last written, in milliseconds of inbox time; for a segment of an earlier run, the latest possible time.</summary>
    public long NewestTime { get; set; }

    /// <summary>How many of its deliveries are not settled.</summary>
    public long Open { get; set; }
}
