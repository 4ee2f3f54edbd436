using WebhookReceiver.Journal;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// The delivery segments on disk, and which of their deliveries are settled. Used by the writer, the feed, the worker and retention, under one lock.
/// </summary>
internal sealed class DeliverySegments
{
    private readonly Lock gate = new();
    private readonly List<DeliverySegment> segments = [];
    private readonly SequenceSet settled = new();
    private long open;

    /// <summary>How many deliveries are not settled.</summary>
    public long Open => Interlocked.Read(ref open);

    /// <summary>About how many bytes the deliveries have that are not settled: in each segment as many of the mean size as are open there.</summary>
    public long OpenBytes
    {
        get
        {
            lock (gate)
            {
                return segments.Sum(static segment => segment.Open is 0
                    ? 0
                    : (long)((segment.DurableEnd - SegmentHeader.Size) * (double)segment.Open / (segment.LastSequence - segment.FirstSequence + 1)));
            }
        }
    }

    /// <summary>All segments, oldest first.</summary>
    public IReadOnlyList<DeliverySegment> All
    {
        get
        {
            lock (gate)
            {
                return [.. segments];
            }
        }
    }

    /// <summary>Adds a segment that recovery found or that begins now.</summary>
    public void Add(DeliverySegment segment)
    {
        lock (gate)
        {
            segments.Add(segment);
            Interlocked.Add(ref open, segment.Open);
        }
    }

    /// <summary>More frames of the newest segment have become durable.</summary>
    public void Appended(long firstSequence, long lastSequence, long newestTime, long durableEnd)
    {
        lock (gate)
        {
            var segment = segments[^1];
            segment.FirstSequence = segment.FirstSequence is 0 ? firstSequence : segment.FirstSequence;
            segment.LastSequence = lastSequence;
            segment.NewestTime = Math.Max(segment.NewestTime, newestTime);
            segment.DurableEnd = durableEnd;
            segment.Open += lastSequence - firstSequence + 1;
            Interlocked.Add(ref open, lastSequence - firstSequence + 1);
        }
    }

    public bool IsSettled(long sequence)
    {
        lock (gate)
        {
            return settled.Contains(sequence);
        }
    }

    public bool AreSettled(long first, long last)
    {
        lock (gate)
        {
            return settled.ContainsAll(first, last);
        }
    }

    /// <summary>Marks a delivery as settled according to the outcomes, before any segment has been scanned.</summary>
    public void Recall(long sequence)
    {
        lock (gate)
        {
            settled.Add(sequence);
        }
    }

    public void Settle(long sequence)
    {
        lock (gate)
        {
            if (settled.Add(sequence) && Of(sequence) is { } segment)
            {
                segment.Open--;
                Interlocked.Decrement(ref open);
            }
        }
    }

    /// <summary>The segment that contains a delivery; null when it no longer exists.</summary>
    public DeliverySegment? Find(long sequence)
    {
        lock (gate)
        {
            return Of(sequence);
        }
    }

    /// <summary>The next segment with an open delivery, or else the newest; null when there is none after this one.</summary>
    public DeliverySegment? After(DeliverySegment? segment)
    {
        lock (gate)
        {
            return segments.Find(other => (segment is null || other.Name.Id > segment.Name.Id) && (other.Open > 0 || other == segments[^1]));
        }
    }

    /// <summary>The oldest segment, if nothing in it is open and it is not being written.</summary>
    public DeliverySegment? OldestFinished
    {
        get
        {
            lock (gate)
            {
                return segments.Count > 1 && segments[0].Open is 0 ? segments[0] : null;
            }
        }
    }

    /// <summary>No delivery below this number is on disk any longer.</summary>
    public long OldestSequence
    {
        get
        {
            lock (gate)
            {
                return segments.Find(static segment => segment.FirstSequence > 0)?.FirstSequence ?? long.MaxValue;
            }
        }
    }

    /// <summary>How far a segment may be read, as offset and number: read together, because the writer moves both.</summary>
    public ReadableExtent ExtentOf(DeliverySegment segment)
    {
        lock (gate)
        {
            return new ReadableExtent(segment.FirstSequence, segment.LastSequence, segment.DurableEnd);
        }
    }

    /// <summary>Whether a delivery of the segment from this number on is open. If none is, the file need not exist any longer.</summary>
    public bool HasOpen(DeliverySegment segment, long from)
    {
        lock (gate)
        {
            return segment.Open > 0 && !settled.ContainsAll(from, segment.LastSequence);
        }
    }

    /// <summary>
    /// How many of these numbers are not settled. The numbers in a segment are contiguous, because a failed batch ends it: a number without a frame is damaged.
    /// </summary>
    public long CountOpen(long first, long last)
    {
        lock (gate)
        {
            return Unsettled(first, last);
        }
    }

    /// <summary>Records that a segment held more than can be read of it.</summary>
    /// <param name="name">The segment.</param>
    /// <param name="from">The first number after what can be read.</param>
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

    /// <summary>Removes a segment whose file has been deleted.</summary>
    public void Remove(DeliverySegment segment)
    {
        lock (gate)
        {
            segments.Remove(segment);
            settled.ForgetBelow(segments.Find(static other => other.FirstSequence > 0)?.FirstSequence ?? 0);
        }
    }

    private DeliverySegment? Of(long sequence)
    {
        for (var index = segments.Count - 1; index >= 0; index--)
        {
            if (segments[index].FirstSequence > 0 && segments[index].FirstSequence <= sequence)
            {
                return sequence <= segments[index].LastSequence ? segments[index] : null;
            }
        }

        return null;
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
