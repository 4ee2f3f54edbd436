using WebhookReceiver.Journal;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// The existing dead letters in id order, and where each is stored on disk: 64 bytes each. Ids ascend with time, so a new one is usually added at the end.
/// Apart from finding a chunk, no operation slows down as the number grows. Not thread-safe; guarded by its owner's lock.
/// </summary>
internal sealed class DeadLetterIndex
{
    private const int NotOnDisk = -1;

    /// <summary>How many entries one search for replays examines.</summary>
    private const int MostExamined = 64 * PackedDeadLetterChunk.Capacity;

    private readonly List<PackedDeadLetterChunk> chunks = [];
    private readonly NumberedValues<DeadLetterKind> kinds = new();
    private readonly NumberedValues<SegmentName> segments = new();

    public int Count { get; private set; }

    public int Replaying { get; private set; }

    /// <summary>How many of the dead letters being replayed never reached a handler and are replayed as whole events.</summary>
    public int ReplayingWhole { get; private set; }

    /// <summary>The number of chunks, with room for <see cref="PackedDeadLetterChunk.Capacity"/> entries each.</summary>
    public int Chunks => chunks.Count;

    /// <summary>How many entries searches have examined so far: this bounds how long the owner's lock is held.</summary>
    public long LookedAt { get; private set; }

    /// <summary>How many are stored in a segment.</summary>
    public int CountIn(SegmentName segment) => segments.UsesOf(segment);

    public bool Contains(Guid id) => Seek(id).Index >= 0;

    public bool IsReplaying(Guid id) => Seek(id) is ({ } chunk, >= 0 and var index) && chunk[index].IsReplaying;

    public IndexedDeadLetter? Find(Guid id) => Seek(id) is ({ } chunk, >= 0 and var index) ? Unpacked(chunk[index]) : null;

    /// <summary>Adds a dead letter, or replaces the one with the same id.</summary>
    public void Set(DeadLetterEntry entry, DeadLetterLocation? location)
    {
        var (chunk, index) = Seek(entry.Id);
        var deadLetter = Packed(entry, location);

        if (index >= 0)
        {
            Uncount(chunk![index]);
            chunk.Replace(index, deadLetter);
        }
        else
        {
            (chunk, index) = WithRoom(chunk, ~index);
            chunk.Insert(index, deadLetter);
        }

        Tally(deadLetter, 1);
    }

    /// <summary>Records a new location.</summary>
    /// <returns>False when none has that id.</returns>
    public bool Move(Guid id, DeadLetterLocation location)
    {
        if (Seek(id) is not ({ } chunk, >= 0 and var index))
        {
            return false;
        }

        ref var deadLetter = ref chunk[index];
        var number = segments.Use(location.Segment);
        Release(deadLetter.Segment);
        deadLetter.Segment = number;
        (deadLetter.Offset, deadLetter.Start) = (location.Offset, location.Start);
        (deadLetter.JsonLength, deadLetter.BodyLength) = (location.JsonLength, location.BodyLength);
        return true;
    }

    /// <returns>False when none has that id.</returns>
    public bool Remove(Guid id)
    {
        if (Seek(id) is not ({ } chunk, >= 0 and var index))
        {
            return false;
        }

        Uncount(chunk[index]);
        chunk.Remove(index);
        Shrink(chunk);
        return true;
    }

    public List<IndexedDeadLetter> After(Guid? after, int atMost, bool newestFirst = false)
    {
        var found = new List<IndexedDeadLetter>(Math.Min(atMost, Count));
        var (at, index) = newestFirst ? Before(after) : Behind(after);

        while (found.Count < atMost && at >= 0 && at < chunks.Count)
        {
            if (index < 0)
            {
                index = --at < 0 ? 0 : chunks[at].Count - 1;
            }
            else if (index >= chunks[at].Count)
            {
                (at, index) = (at + 1, 0);
            }
            else
            {
                found.Add(Unpacked(chunks[at][index]));
                LookedAt++;
                index += newestFirst ? -1 : 1;
            }
        }

        return found;
    }

    public List<Guid> ReplayingAfter(Guid? after, int atMost) => ReplayingAfter(after, atMost, exceptHandlers: null, out _);

    /// <param name="after">Where to continue.</param>
    /// <param name="atMost">The maximum count.</param>
    /// <param name="exceptHandlers">The handlers whose dead letters are left out.</param>
    /// <param name="examined">Where to continue when the search has examined as many as it may at once; null when it has not.</param>
    public List<Guid> ReplayingAfter(Guid? after, int atMost, IReadOnlyCollection<string>? exceptHandlers, out Guid? examined)
    {
        var found = new List<Guid>();
        var last = LookedAt + MostExamined;
        examined = null;

        for (var (at, index) = Behind(after); at < chunks.Count && found.Count < atMost; at++, index = 0)
        {
            var chunk = chunks[at];

            for (; chunk.Replaying > 0 && index < chunk.Count && found.Count < atMost; index++)
            {
                if (chunk[index].IsReplaying && (exceptHandlers is null || kinds[chunk[index].Kind].Handler is not { } handler || !exceptHandlers.Contains(handler, StringComparer.Ordinal)))
                {
                    found.Add(chunk[index].Id);
                }

                if (++LookedAt >= last)
                {
                    examined = chunk[index].Id;
                    return found;
                }
            }
        }

        return found;
    }

    /// <summary>The chunk that contains the id or into which it belongs, and its index; the complement of the index when it is absent.</summary>
    private (PackedDeadLetterChunk? Chunk, int Index) Seek(Guid id)
    {
        var at = ChunkOf(id);
        return at < 0 ? (null, ~0) : (chunks[at], chunks[at].Find(id));
    }

    /// <summary>The last chunk that does not start after the id, or else the first; negative when there is none.</summary>
    private int ChunkOf(Guid id)
    {
        var (low, high) = (0, chunks.Count - 1);

        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = chunks[middle].First.CompareTo(id) <= 0 ? (middle, high) : (low, middle - 1);
        }

        return Math.Min(low, chunks.Count - 1);
    }

    private (int Chunk, int Index) Behind(Guid? after)
    {
        if (after is not { } id || chunks.Count is 0)
        {
            return (0, 0);
        }

        var at = ChunkOf(id);
        var index = chunks[at].Find(id);
        return (at, index < 0 ? ~index : index + 1);
    }

    private (int Chunk, int Index) Before(Guid? after)
    {
        if (after is not { } id || chunks.Count is 0)
        {
            return (chunks.Count - 1, chunks.Count is 0 ? 0 : chunks[^1].Count - 1);
        }

        var at = ChunkOf(id);
        var index = chunks[at].Find(id);
        return (at, (index < 0 ? ~index : index) - 1);
    }

    /// <summary>A place for a new entry. A full last chunk stays full, because later entries belong after it; any other full chunk is split in two.</summary>
    private (PackedDeadLetterChunk Chunk, int Index) WithRoom(PackedDeadLetterChunk? chunk, int index)
    {
        if (chunk is { IsFull: false })
        {
            return (chunk, index);
        }

        var next = new PackedDeadLetterChunk();
        var at = chunk is null ? -1 : chunks.IndexOf(chunk);
        chunks.Insert(at + 1, next);

        if (chunk is null || (index == chunk.Count && at == chunks.Count - 2))
        {
            return (next, 0);
        }

        chunk.MoveTo(next, PackedDeadLetterChunk.Capacity / 2);
        return index <= chunk.Count ? (chunk, index) : (next, index - chunk.Count);
    }

    /// <summary>Merges a chunk with few entries into a neighbour: many nearly empty chunks would take as much memory as full ones.</summary>
    private void Shrink(PackedDeadLetterChunk chunk)
    {
        if (chunk.Count > PackedDeadLetterChunk.Capacity / 4)
        {
            return;
        }

        var at = chunks.IndexOf(chunk);

        if (chunk.Count is 0)
        {
            chunks.RemoveAt(at);
        }
        else if (at > 0 && HasRoomFor(chunks[at - 1], chunk))
        {
            chunk.MoveTo(chunks[at - 1], 0);
            chunks.RemoveAt(at);
        }
        else if (at + 1 < chunks.Count && HasRoomFor(chunk, chunks[at + 1]))
        {
            chunks[at + 1].MoveTo(chunk, 0);
            chunks.RemoveAt(at + 1);
        }
    }

    // Not completely full: the next addition would split it again.
    private static bool HasRoomFor(PackedDeadLetterChunk chunk, PackedDeadLetterChunk more) =>
        chunk.Count + more.Count <= PackedDeadLetterChunk.Capacity * 3 / 4;

    private PackedDeadLetter Packed(DeadLetterEntry entry, DeadLetterLocation? location) => new()
    {
        Id = entry.Id,
        LastAttemptAt = entry.LastAttemptAt.UtcTicks,
        KeptSince = InboxClock.SecondsOf(entry.KeptSince),
        Offset = location?.Offset ?? 0,
        Segment = location is { } known ? segments.Use(known.Segment) : NotOnDisk,
        Start = location?.Start ?? 0,
        JsonLength = location?.JsonLength ?? 0,
        BodyLength = location?.BodyLength ?? 0,
        KindOrComplement = kinds.Use(new DeadLetterKind(entry.Handler, entry.EventType, entry.Cause.Text, entry.ExceptionType, entry.Endpoint)) ^ (entry.IsReplaying ? -1 : 0),
        EventHash = entry.EventHash,
    };

    private IndexedDeadLetter Unpacked(in PackedDeadLetter deadLetter)
    {
        var (handler, eventType, cause, exceptionType, endpoint) = kinds[deadLetter.Kind];

        return new IndexedDeadLetter(
            new DeadLetterEntry(
                deadLetter.Id,
                handler,
                eventType,
                new DeadLetterCause(cause),
                exceptionType,
                endpoint,
                new DateTimeOffset(deadLetter.LastAttemptAt, TimeSpan.Zero),
                deadLetter.KeptSince * 1000L,
                deadLetter.IsReplaying,
                deadLetter.EventHash),
            deadLetter.Segment < 0
                ? null
                : new DeadLetterLocation(segments[deadLetter.Segment], deadLetter.Offset, deadLetter.Start, deadLetter.JsonLength, deadLetter.BodyLength));
    }

    private void Uncount(in PackedDeadLetter deadLetter)
    {
        Tally(deadLetter, -1);
        Release(deadLetter.Segment);
        kinds.Release(deadLetter.Kind);
    }

    private void Tally(in PackedDeadLetter deadLetter, int one)
    {
        Count += one;

        if (deadLetter.IsReplaying)
        {
            Replaying += one;
            ReplayingWhole += kinds[deadLetter.Kind].Handler is null ? one : 0;
        }
    }

    private void Release(int segment)
    {
        if (segment >= 0)
        {
            segments.Release(segment);
        }
    }
}
