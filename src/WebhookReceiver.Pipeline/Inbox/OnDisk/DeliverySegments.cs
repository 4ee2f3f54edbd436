using WebhookReceiver.Journal;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// The segments of the deliveries that are on disk, and which deliveries in them are settled. Used by the writer, the feed, the worker and retention, under
/// one lock.
/// </summary>
internal sealed partial class DeliverySegments
{
    private readonly Lock gate = new();
    private readonly List<DeliverySegment> segments = [];
    private readonly SequenceSet settled = new();
    private long open;

    /// <summary>How many deliveries are not settled.</summary>
    public long Open => Interlocked.Read(ref open);

    /// <summary>The oldest first.</summary>
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

    /// <summary>Adds a segment that recovery has found, or that begins now.</summary>
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

    /// <summary>Takes down what the journal of the outcomes says, before any segment has been looked at.</summary>
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

    /// <summary>The segment in which a delivery stands; null when it is not there any more.</summary>
    public DeliverySegment? Find(long sequence)
    {
        lock (gate)
        {
            return Of(sequence);
        }
    }

    /// <summary>The next segment that holds something open, or else the newest; null when there is none after this one.</summary>
    public DeliverySegment? After(DeliverySegment? segment)
    {
        lock (gate)
        {
            return segments.Find(other => (segment is null || other.Name.Id > segment.Name.Id) && (other.Open > 0 || other == segments[^1]));
        }
    }

    /// <summary>The oldest segment if nothing in it is open and it is not the one being written.</summary>
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

    /// <summary>No delivery below this number is on disk any more.</summary>
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

    /// <summary>A segment's file is gone.</summary>
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
}

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
