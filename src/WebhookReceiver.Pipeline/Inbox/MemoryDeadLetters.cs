namespace WebhookReceiver.Inbox;

/// <summary>
/// Dead letters in memory, with their bodies. The oldest is dropped when there are too many, and each expires after <c>Inbox:DeadLetterDays</c>; one that is
/// being replayed goes last. Not thread-safe; guarded by its owner.
/// </summary>
internal sealed class MemoryDeadLetters(TimeSpan kept, int capacity, TimeProvider clock)
{
    private readonly OrderedDictionary<Guid, Kept> deadLetters = [];

    public int Count => Current.Count;

    public int Replaying => Current.Values.Count(static one => one.DeadLetter.IsReplaying);

    private OrderedDictionary<Guid, Kept> Current
    {
        get
        {
            Expire();
            return deadLetters;
        }
    }

    public bool Contains(Guid id) => Current.ContainsKey(id);

    public bool IsReplaying(Guid id) => Current.TryGetValue(id, out var one) && one.DeadLetter.IsReplaying;

    /// <summary>The next ones in id order; sorted on each call, because there are few.</summary>
    public IEnumerable<DeadLetter> After(Guid? after, bool newestFirst)
    {
        var all = Current.Values.Select(static one => one.DeadLetter);

        return newestFirst
            ? all.Where(deadLetter => after is not { } last || deadLetter.Id.CompareTo(last) < 0).OrderByDescending(static deadLetter => deadLetter.Id)
            : all.Where(deadLetter => after is not { } last || deadLetter.Id.CompareTo(last) > 0).OrderBy(static deadLetter => deadLetter.Id);
    }

    public DeadLetterReading Read(Guid id) => Current.TryGetValue(id, out var one)
        ? new DeadLetterReading(DeadLetterReadResult.Read, DeadLetterEntry.Of(one.DeadLetter), one.DeadLetter, one.Body)
        : new DeadLetterReading(DeadLetterReadResult.NotFound);

    public void Set(DeadLetter deadLetter, ReadOnlyMemory<byte> body)
    {
        deadLetters[deadLetter.Id] = new Kept(deadLetter, body, deadLetters.TryGetValue(deadLetter.Id, out var before) ? before.Since : clock.GetTimestamp());

        if (deadLetters.Count > capacity)
        {
            var oldest = deadLetters.FirstOrDefault(static one => !one.Value.DeadLetter.IsReplaying, deadLetters.GetAt(0)).Key;
            deadLetters.Remove(oldest);
        }

        Expire();
    }

    public void Remove(Guid id) => deadLetters.Remove(id);

    private void Expire()
    {
        for (var index = 0; index < deadLetters.Count && clock.GetElapsedTime(deadLetters.GetAt(index).Value.Since) > kept;)
        {
            if (deadLetters.GetAt(index).Value.DeadLetter.IsReplaying)
            {
                index++;
            }
            else
            {
                deadLetters.RemoveAt(index);
            }
        }
    }

    private sealed record Kept(DeadLetter DeadLetter, ReadOnlyMemory<byte> Body, long Since);
}
