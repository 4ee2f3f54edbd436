using WebhookReceiver.Journal;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>One segment of the deliveries. Changed by <see cref="DeliverySegments"/> alone.</summary>
internal sealed class DeliverySegment(SegmentName name)
{
    public SegmentName Name { get; } = name;

    /// <summary>The number of its first frame; 0 while it has none.</summary>
    public long FirstSequence { get; set; }

    /// <summary>The number of its last durable frame.</summary>
    public long LastSequence { get; set; }

    /// <summary>Up to here it may be read.</summary>
    public long DurableEnd { get; set; } = SegmentHeader.Size;

    /// <summary>When it was last written to, in milliseconds of inbox time; of one of an earlier run the latest that may have been.</summary>
    public long NewestTime { get; set; }

    /// <summary>How many of its deliveries are not settled.</summary>
    public long Open { get; set; }
}
