using System.Runtime.InteropServices;
using WebhookReceiver.Journal;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Which numbers a segment's deliveries have, by all that is known at the start. They are contiguous, so those that no frame has any more were accepted and are damaged.
/// </summary>
/// <param name="First">The first; 0 where the segment has none.</param>
/// <param name="Last">The last; 0 where the segment has none.</param>
/// <param name="Base">The number of its first delivery if it had one.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SegmentNumbers(long First, long Last, long Base)
{
    /// <summary>The smallest frame of a delivery.</summary>
    private static readonly int SmallestFrame = FrameHeader.FrameSize(DeliveryFrame.SmallestLength);

    /// <param name="header">The segment's header; null when it is damaged.</param>
    /// <param name="told">Where it ends by the word of the next one; null when there is none.</param>
    /// <param name="before">The end of what is before it.</param>
    /// <param name="first">Its first whole frame; null when there is none.</param>
    /// <param name="last">The number of its last whole frame; 0 when there is none.</param>
    /// <param name="voidBytes">How much stands in segments before it of which nothing is known at all.</param>
    public static SegmentNumbers Of(
        SegmentHeader? header, SegmentEnd? told, SegmentEnd before, (long Sequence, long Offset)? first, long last, long voidBytes)
    {
        var end = Math.Max(last, told?.LastSequence ?? 0);
        var begin = header?.BaseSequence ?? Guess(before, first, told, voidBytes);
        return begin <= end ? new SegmentNumbers(begin, end, begin) : new SegmentNumbers(0, 0, begin);
    }

    /// <summary>Where the header is damaged: after the segment before it. That may count in some that were refused; a dead letter too many is seen, one too few is not.</summary>
    private static long Guess(SegmentEnd before, (long Sequence, long Offset)? first, SegmentEnd? told, long voidBytes)
    {
        if (before.Segment > 0)
        {
            return before.LastSequence + 1;
        }

        // The oldest: no more than there was room for.
        var (number, offset) = first ?? (told?.LastSequence + 1 ?? 1, told?.Offset ?? SegmentHeader.Size);
        return LowestWithRoom(number, offset + voidBytes);
    }

    /// <summary>How low a number may have been that stands in these bytes before this one.</summary>
    public static long LowestWithRoom(long number, long bytes) => Math.Max(1, number - (Math.Max(0, bytes - SegmentHeader.Size) / SmallestFrame));
}
