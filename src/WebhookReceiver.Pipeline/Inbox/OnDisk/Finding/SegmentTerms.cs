using System.Buffers;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Journal;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>The terms of a segment's deliveries, collected in memory: about 40 bytes for each delivery. Not thread-safe; guarded by its owner.</summary>
/// <param name="name">The segment.</param>
/// <param name="isOfFile">Whether they are read from the segment's file, where a missing number is a damaged delivery and not one that was left out.</param>
internal sealed class SegmentTerms(SegmentName name, bool isOfFile = false)
{
    /// <summary>Grown by pieces, so that a full segment needs no large arrays before it is written.</summary>
    private const int PieceLength = 8192;

    private readonly List<ulong[]> pieces = [];
    private int count;

    public SegmentName Name { get; } = name;

    /// <summary>The number of the first delivery in it; 0 while there is none.</summary>
    public long First { get; private set; }

    /// <summary>The number of the last delivery in it.</summary>
    public long Last { get; private set; }

    /// <summary>Whether no delivery between the first and the last was left out.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>The offset of the last delivery in it.</summary>
    public long LastOffset { get; private set; }

    public DateTimeOffset Earliest { get; private set; } = DateTimeOffset.MaxValue;

    public DateTimeOffset Latest { get; private set; } = DateTimeOffset.MinValue;

    /// <param name="position">Where the delivery is.</param>
    /// <param name="receivedAt">When it was received.</param>
    /// <param name="terms">Its terms; none when they are not known.</param>
    public void Add(DeliveryPosition position, DateTimeOffset receivedAt, ReadOnlySpan<ulong> terms)
    {
        IsWhole &= terms.Length > 0 && (First is 0 || isOfFile || position.Sequence == Last + 1) && position.Offset <= IndexEntry.MaxOffset;
        First = First is 0 ? position.Sequence : First;
        (Last, LastOffset) = (position.Sequence, position.Offset);
        (Earliest, Latest) = (receivedAt < Earliest ? receivedAt : Earliest, receivedAt > Latest ? receivedAt : Latest);

        if (!IsWhole)
        {
            // It is rebuilt from the file, so this is of no use any longer.
            Release();
            return;
        }

        try
        {
            foreach (var term in terms)
            {
                if (count == pieces.Count * PieceLength)
                {
                    pieces.Add(ArrayPool<ulong>.Shared.Rent(PieceLength));
                }

                pieces[^1][count++ % PieceLength] = IndexEntry.Of(term, position.Offset);
            }
        }
        catch (OutOfMemoryException)
        {
            IsWhole = false;
            Release();
            throw;
        }
    }

    /// <summary>All of the segment's file has been read: damaged deliveries at its ends are not looked for any longer.</summary>
    public void CoverAll(DeliverySegment segment) => (First, Last) = (segment.FirstSequence, segment.LastSequence);

    /// <summary>The offsets of the deliveries that may have the term, in ascending order.</summary>
    public IReadOnlyList<long> OffsetsOf(ulong term)
    {
        var found = new List<long>();
        var wanted = IndexEntry.TermOf(term);

        for (var piece = 0; piece < pieces.Count; piece++)
        {
            foreach (var entry in pieces[piece].AsSpan(0, Math.Min(PieceLength, count - (piece * PieceLength))))
            {
                if (IndexEntry.TermOf(entry) == wanted)
                {
                    found.Add(IndexEntry.OffsetOf(entry));
                }
            }
        }

        return found;
    }

    /// <summary>Calls with all entries in order, each once, in memory that is valid during the call.</summary>
    public void WithSorted(Action<ReadOnlyMemory<ulong>> use)
    {
        var all = ArrayPool<ulong>.Shared.Rent(Math.Max(1, count));

        try
        {
            for (var piece = 0; piece < pieces.Count; piece++)
            {
                pieces[piece].AsSpan(0, Math.Min(PieceLength, count - (piece * PieceLength))).CopyTo(all.AsSpan(piece * PieceLength));
            }

            var entries = all.AsSpan(0, count);
            entries.Sort();
            var distinct = 0;

            foreach (var entry in entries)
            {
                if (distinct is 0 || entry != entries[distinct - 1])
                {
                    entries[distinct++] = entry;
                }
            }

            use(all.AsMemory(0, distinct));
        }
        finally
        {
            ArrayPool<ulong>.Shared.Return(all);
        }
    }

    /// <summary>Gives its memory back. It is empty afterwards.</summary>
    public void Release()
    {
        pieces.ForEach(static piece => ArrayPool<ulong>.Shared.Return(piece));
        pieces.Clear();
        count = 0;
    }
}
