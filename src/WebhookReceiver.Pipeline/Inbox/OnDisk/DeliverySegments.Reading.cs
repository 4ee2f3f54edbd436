using System.Runtime.InteropServices;
using WebhookReceiver.Journal;

namespace WebhookReceiver.Inbox.OnDisk;

/// <content>What reading back asks. The numbers in a segment are contiguous, because a failed batch ends it: one that no frame has is damaged.</content>
internal sealed partial class DeliverySegments
{
    /// <summary>How far a segment may be read, and up to which number: taken together, because the writer moves both.</summary>
    public ReadableExtent ExtentOf(DeliverySegment segment)
    {
        lock (gate)
        {
            return new ReadableExtent(segment.FirstSequence, segment.LastSequence, segment.DurableEnd);
        }
    }

    /// <summary>Whether a delivery of the segment from this number on is open. Where none is, the file need not be there any more.</summary>
    public bool HasOpen(DeliverySegment segment, long from)
    {
        lock (gate)
        {
            return segment.Open > 0 && !settled.ContainsAll(from, segment.LastSequence);
        }
    }

    /// <summary>How many of these numbers are not settled.</summary>
    public long CountOpen(long first, long last)
    {
        lock (gate)
        {
            return Unsettled(first, last);
        }
    }

    /// <summary>A segment that recovery has found holds more than can be read of it.</summary>
    /// <param name="name">Which.</param>
    /// <param name="from">The first number beyond what can be read.</param>
    /// <param name="end">Where it ends.</param>
    public void Extend(SegmentName name, long from, SegmentEnd end)
    {
        lock (gate)
        {
            var segment = segments.Find(segment => segment.Name == name)!;
            var more = Unsettled(from, end.LastSequence);
            segment.FirstSequence = segment.FirstSequence is 0 ? from : segment.FirstSequence;
            segment.LastSequence = end.LastSequence;
            segment.DurableEnd = end.Offset;
            segment.Open += more;
            Interlocked.Add(ref open, more);
        }
    }

    private long Unsettled(long first, long last)
    {
        var count = 0L;

        for (var number = first; number <= last; number++)
        {
            count += settled.Contains(number) ? 0 : 1;
        }

        return count;
    }
}

/// <summary>What of a segment may be read.</summary>
/// <param name="First">The number of its first delivery; 0 while it has none.</param>
/// <param name="Last">The number of its last durable delivery.</param>
/// <param name="End">Where the last durable delivery ends.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ReadableExtent(long First, long Last, long End);
