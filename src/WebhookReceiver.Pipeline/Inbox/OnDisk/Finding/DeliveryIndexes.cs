using System.Runtime.InteropServices;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Where in each segment the deliveries with a term are. Of segments that are being handled it is in memory, collected when the worker reads the events, because reading them again would
/// cost more than everything else here; of the others it is in a file. Thread-safe.
/// </summary>
internal sealed class DeliveryIndexes(IDisk disk, InboxFolder folder, DeliverySegments segments)
{
    private readonly Lock gate = new();
    private readonly List<SegmentTerms> collecting = [];
    private readonly HashSet<string> damaged = new(StringComparer.Ordinal);

    /// <summary>The number of the last delivery whose events the worker has read; 0 while there is none.</summary>
    public long LastEntered { get; private set; }

    /// <summary>Called when the worker has left a segment behind; short, because the worker waits for it.</summary>
    public Action? SegmentLeft { get; set; }

    /// <summary>Adds a delivery whose events the worker has read.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="terms">The terms of all its events; none when not all are known.</param>
    public void Add(Delivery delivery, ReadOnlySpan<ulong> terms)
    {
        lock (gate)
        {
            var position = delivery.Position;
            LastEntered = Math.Max(LastEntered, position.Sequence);

            // The numbers and offsets of one segment ascend together; the first frame of another has a small offset.
            if (collecting is not [.., var current] || position.Sequence != current.Last + 1 || position.Offset <= current.LastOffset)
            {
                if (segments.Find(position.Sequence)?.Name is not { } name)
                {
                    return;
                }

                current = collecting.Find(one => one.Name == name);

                if (current is null)
                {
                    collecting.Add(current = new SegmentTerms(name));
                    SegmentLeft?.Invoke();
                }
            }

            current.Add(position, delivery.ReceivedAt, terms);
        }
    }

    /// <summary>What is known of a segment's deliveries with a term.</summary>
    public IndexedDeliveries Find(DeliverySegment segment, ulong term)
    {
        lock (gate)
        {
            if (collecting.Find(one => one.Name == segment.Name) is { IsWhole: true } terms && terms.First == segment.FirstSequence)
            {
                return new IndexedDeliveries(terms.OffsetsOf(term), terms.Last >= segment.LastSequence ? long.MaxValue : terms.LastOffset + 1);
            }
        }

        using var index = TryOpen(segment.Name);

        if (index is null || index.Last < segment.LastSequence)
        {
            return IndexedDeliveries.Nothing;
        }

        if (Try(() => index.OffsetsOf(term)) is { } offsets)
        {
            return new IndexedDeliveries(offsets, long.MaxValue);
        }

        ReportDamaged(Path.GetFileName(SegmentIndex.PathOf(folder, segment.Name)));
        return IndexedDeliveries.Nothing;
    }

    /// <summary>Whether the index of a segment proves that nothing in it was received in the time of the search.</summary>
    public bool IsOutside(DeliverySegment segment, DeliverySearch search)
    {
        if (search is { Since: null, Until: null })
        {
            return false;
        }

        using var index = TryOpen(segment.Name);

        // Its times are in whole milliseconds.
        return index is not null && (index.Latest.AddMilliseconds(1) < search.Since || index.Earliest >= search.Until);
    }

    /// <summary>Whether the worker is reading the deliveries of that segment, or has read them and nobody has taken over what it collected.</summary>
    public bool IsCollecting(DeliverySegment segment)
    {
        lock (gate)
        {
            return collecting.Exists(terms => terms.Name == segment.Name);
        }
    }

    /// <summary>Records that an index file is of no use and has to be built again.</summary>
    public void ReportDamaged(string fileName)
    {
        lock (gate)
        {
            damaged.Add(fileName);
        }
    }

    /// <summary>The index files that were reported since the last call.</summary>
    public IReadOnlyList<string> TakeDamaged()
    {
        lock (gate)
        {
            string[] taken = [.. damaged];
            damaged.Clear();
            return taken;
        }
    }

    /// <summary>Takes out the collected terms of segments that the worker has left behind, for the caller to write or to release.</summary>
    public IReadOnlyList<(DeliverySegment? Segment, SegmentTerms Terms)> TakeLeft()
    {
        lock (gate)
        {
            var all = segments.All;
            var left = new List<(DeliverySegment? Segment, SegmentTerms Terms)>();

            foreach (var terms in collecting.ToList())
            {
                var segment = all.FirstOrDefault(one => one.Name == terms.Name);

                if (segment is null || (segment != all[^1] && (terms.Last >= segment.LastSequence || terms != collecting[^1])))
                {
                    left.Add((segment, terms));
                }
            }

            return left;
        }
    }

    /// <summary>Forgets collected terms, once they have been written or are of no use.</summary>
    public void Forget(SegmentTerms terms)
    {
        lock (gate)
        {
            collecting.Remove(terms);
            terms.Release();
        }
    }

    private SegmentIndex? TryOpen(SegmentName name)
    {
        var index = Try(() => SegmentIndex.TryOpen(disk, folder, name), out var isRead);

        if (index is null && isRead)
        {
            ReportDamaged(Path.GetFileName(SegmentIndex.PathOf(folder, name)));
        }

        return index;
    }

    private static T? Try<T>(Func<T?> read)
        where T : class => Try(read, out _);

    /// <summary>Null also when there is no such file or it cannot be read: then the segment is read, and what is wrong with the disk shows there.</summary>
    private static T? Try<T>(Func<T?> read, out bool isRead)
        where T : class
    {
        try
        {
            var result = read();
            isRead = true;
            return result;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            isRead = false;
            return null;
        }
    }
}

/// <summary>What is known of a segment's deliveries with a term.</summary>
/// <param name="Offsets">The offsets of those that may have it, in ascending order.</param>
/// <param name="KnownTo">Of deliveries at this offset or later nothing is known.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct IndexedDeliveries(IReadOnlyList<long> Offsets, long KnownTo)
{
    public static readonly IndexedDeliveries Nothing = new([], SegmentHeader.Size);
}
