namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Some neighbours in a <see cref="DeadLetterIndex"/>, sorted by id. Adding or removing one moves no more than what stands behind it here.</summary>
internal sealed class PackedLetterChunk
{
    public const int Capacity = 1024;

    private readonly PackedLetter[] letters = new PackedLetter[Capacity];

    public int Count { get; private set; }

    /// <summary>How many of them are replaying, so that a search for these passes over a chunk without any.</summary>
    public int Replaying { get; private set; }

    public bool IsFull => Count is Capacity;

    public Guid First => letters[0].Id;

    public ref PackedLetter this[int index] => ref letters[index];

    /// <returns>Where the id stands; the complement of where it belongs when it is not there.</returns>
    public int Find(Guid id)
    {
        var (low, high) = (0, Count - 1);

        while (low <= high)
        {
            var middle = (low + high) / 2;

            switch (letters[middle].Id.CompareTo(id))
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

    public void Insert(int index, in PackedLetter letter)
    {
        letters.AsSpan(index, Count - index).CopyTo(letters.AsSpan(index + 1));
        letters[index] = letter;
        Count++;
        Replaying += letter.IsReplaying ? 1 : 0;
    }

    public void Replace(int index, in PackedLetter letter)
    {
        Replaying += (letter.IsReplaying ? 1 : 0) - (letters[index].IsReplaying ? 1 : 0);
        letters[index] = letter;
    }

    public void Remove(int index)
    {
        Replaying -= letters[index].IsReplaying ? 1 : 0;
        Count--;
        letters.AsSpan(index + 1, Count - index).CopyTo(letters.AsSpan(index));
    }

    /// <summary>Moves what stands from this index on to the end of another chunk.</summary>
    public void MoveTo(PackedLetterChunk other, int from)
    {
        for (var index = from; index < Count; index++)
        {
            other.Insert(other.Count, letters[index]);
            Replaying -= letters[index].IsReplaying ? 1 : 0;
        }

        Count = from;
    }
}
