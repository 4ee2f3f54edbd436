using System.Runtime.InteropServices;
using WebhookReceiver.Journal;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// The numbers of a segment's deliveries, from everything known at the start. They are contiguous, so a number without a frame was accepted and is damaged.
/// </summary>
/// <param name="First">The first; 0 when the segment has none.</param>
/// <param name="Last">The last; 0 when the segment has none.</param>
/// <param name="Base">The number that its first delivery has or would have.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SegmentNumbers(long First, long Last, long Base)
{
    /// <summary>The smallest frame of a delivery.</summary>
    private static readonly int SmallestFrame = FrameHeader.FrameSize(DeliveryFrame.SmallestLength);

    /// <param name="header">The segment's header; null when it is damaged.</param>
    /// <param name="recorded">Where it ends according to the next segment; null when there is none.</param>
    /// <param name="before">The end of the segments before it.</param>
    /// <param name="first">Its first intact frame; null when there is none.</param>
    /// <param name="last">The number of its last intact frame; 0 when there is none.</param>
    /// <param name="voidBytes">The total size of preceding segments about which nothing is known.</param>
    public static SegmentNumbers Of(
        SegmentHeader? header, SegmentEnd? recorded, SegmentEnd before, (long Sequence, long Offset)? first, long last, long voidBytes)
    {
        var end = Math.Max(last, recorded?.LastSequence ?? 0);
        var begin = header?.BaseSequence ?? Guess(before, first, recorded, voidBytes);
        return begin <= end ? new SegmentNumbers(begin, end, begin) : new SegmentNumbers(0, 0, begin);
    }

    /// <summary>
    /// For a damaged header: continue after the previous segment. That may include some refused deliveries; a superfluous dead letter is noticed, a missing one
    /// is not.
    /// </summary>
    private static long Guess(SegmentEnd before, (long Sequence, long Offset)? first, SegmentEnd? recorded, long voidBytes)
    {
        if (before.Segment > 0)
        {
            return before.LastSequence + 1;
        }

        // The oldest segment: at most as many as there was room for.
        var (number, offset) = first ?? (recorded?.LastSequence + 1 ?? 1, recorded?.Offset ?? SegmentHeader.Size);
        return LowestWithRoom(number, offset + voidBytes);
    }

    /// <summary>The lowest number that can fit into these bytes before this one.</summary>
    public static long LowestWithRoom(long number, long bytes) => Math.Max(1, number - (Math.Max(0, bytes - SegmentHeader.Size) / SmallestFrame));
}
