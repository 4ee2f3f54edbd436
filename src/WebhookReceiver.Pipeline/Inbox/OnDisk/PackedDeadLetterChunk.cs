namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// A run of neighbours in a <see cref="DeadLetterIndex"/>, sorted by id. Adding or removing one moves only the entries after it in this chunk.
/// </summary>
internal sealed class PackedDeadLetterChunk
{
    public const int Capacity = 1024;

    private readonly PackedDeadLetter[] deadLetters = new PackedDeadLetter[Capacity];

    public int Count { get; private set; }

    /// <summary>How many of them are being replayed, so that a search for those skips a chunk without any.</summary>
    public int Replaying { get; private set; }

    public bool IsFull => Count is Capacity;

    public Guid First => deadLetters[0].Id;

    public ref PackedDeadLetter this[int index] => ref deadLetters[index];

    /// <returns>The index of the id; the complement of its insertion point when it is absent.</returns>
    public int Find(Guid id)
    {
        var (low, high) = (0, Count - 1);

        while (low <= high)
        {
            var middle = (low + high) / 2;

            switch (deadLetters[middle].Id.CompareTo(id))
            {
                case 0:
                    return middle;
                case < 0:
                    low = middle + 1;
                    break;
                default:
                    high = middle - 1;
                    break;
            }
        }

        return ~low;
    }

    public void Insert(int index, in PackedDeadLetter deadLetter)
    {
        deadLetters.AsSpan(index, Count - index).CopyTo(deadLetters.AsSpan(index + 1));
        deadLetters[index] = deadLetter;
        Count++;
        Replaying += deadLetter.IsReplaying ? 1 : 0;
    }

    public void Replace(int index, in PackedDeadLetter deadLetter)
    {
        Replaying += (deadLetter.IsReplaying ? 1 : 0) - (deadLetters[index].IsReplaying ? 1 : 0);
        deadLetters[index] = deadLetter;
    }

    public void Remove(int index)
    {
        Replaying -= deadLetters[index].IsReplaying ? 1 : 0;
        Count--;
        deadLetters.AsSpan(index + 1, Count - index).CopyTo(deadLetters.AsSpan(index));
    }

    /// <summary>Moves the entries from this index on to the end of another chunk.</summary>
    public void MoveTo(PackedDeadLetterChunk other, int from)
    {
        for (var index = from; index < Count; index++)
        {
            other.Insert(other.Count, deadLetters[index]);
            Replaying -= deadLetters[index].IsReplaying ? 1 : 0;
        }

        Count = from;
    }
}
