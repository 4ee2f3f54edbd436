namespace WebhookReceiver.Inbox;

/// <summary>
/// Dead letters in memory, with their bodies. When there are too many the oldest is forgotten, and after <c>Inbox:DeadLetterDays</c> each; one that is being replayed is
/// the last to go. Guarded by its owner.
/// </summary>
internal sealed class MemoryDeadLetters(TimeSpan kept, int capacity, TimeProvider clock)
{
    private readonly OrderedDictionary<Guid, Kept> letters = [];

    public int Count => Current.Count;

    public int Replaying => Current.Values.Count(static one => one.Letter.IsReplaying);

    private OrderedDictionary<Guid, Kept> Current
    {
        get
        {
            Expire();
            return letters;
        }
    }

    public bool Contains(Guid id) => Current.ContainsKey(id);

    public bool IsReplaying(Guid id) => Current.TryGetValue(id, out var one) && one.Letter.IsReplaying;

    /// <summary>The next ones in the order of their ids; sorted each time, because there are few.</summary>
    public IEnumerable<DeadLetter> After(Guid? after, bool newestFirst)
    {
        var all = Current.Values.Select(static one => one.Letter);

        return newestFirst
            ? all.Where(letter => after is not { } last || letter.Id.CompareTo(last) < 0).OrderByDescending(static letter => letter.Id)
            : all.Where(letter => after is not { } last || letter.Id.CompareTo(last) > 0).OrderBy(static letter => letter.Id);
    }

    public DeadLetterReading Read(Guid id) => Current.TryGetValue(id, out var one)
        ? new DeadLetterReading(DeadLetterReadResult.Read, DeadLetterEntry.Of(one.Letter), one.Letter, one.Body)
        : new DeadLetterReading(DeadLetterReadResult.NotFound);

    public void Set(DeadLetter letter, ReadOnlyMemory<byte> body)
    {
        letters[letter.Id] = new Kept(letter, body, letters.TryGetValue(letter.Id, out var before) ? before.Since : clock.GetTimestamp());

        if (letters.Count > capacity)
        {
            var oldest = letters.FirstOrDefault(static one => !one.Value.Letter.IsReplaying, letters.GetAt(0)).Key;
            letters.Remove(oldest);
        }

        Expire();
    }

    public void Remove(Guid id) => letters.Remove(id);

    private void Expire()
    {
        for (var index = 0; index < letters.Count && clock.GetElapsedTime(letters.GetAt(index).Value.Since) > kept;)
        {
            if (letters.GetAt(index).Value.Letter.IsReplaying)
            {
                index++;
            }
            else
            {
                letters.RemoveAt(index);
            }
        }
    }

    private sealed record Kept(DeadLetter Letter, ReadOnlyMemory<byte> Body, long Since);
}
