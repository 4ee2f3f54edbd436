using WebhookReceiver.Journal;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>One segment of outcomes, and what determines how long it is needed.</summary>
internal sealed class OutcomeSegment(SegmentName name)
{
    public SegmentName Name { get; } = name;

    /// <summary>The highest delivery number that it records as settled. It is needed as long as that delivery is on disk.</summary>
    public long LastDelivery { get; set; }

    /// <summary>When its last frame was written, in milliseconds of inbox time.</summary>
    public long NewestTime { get; set; }
}
