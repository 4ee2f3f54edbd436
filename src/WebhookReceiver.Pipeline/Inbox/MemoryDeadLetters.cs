namespace WebhookReceiver.Inbox;

/// <summary>
/// Dead letters in memory, with their bodies. When there are too many the oldest is forgotten, and after <c>Inbox:DeadLetterDays</c> each. Guarded by its owner.
/// </summary>
internal sealed class MemoryDeadLetters(TimeSpan kept, int capacity, TimeProvider clock)
{
    private readonly OrderedDictionary<Guid, Kept> letters = [];

    public IReadOnlyList<DeadLetter> All
    {
        get
        {
            Expire();
            return [.. letters.Values.Select(static letter => letter.Letter)];
        }
    }

    public DeadLetter? Find(Guid id)
    {
        Expire();
        return letters.TryGetValue(id, out var letter) ? letter.Letter : null;
    }

    public ReadOnlyMemory<byte>? BodyOf(Guid id) => letters.TryGetValue(id, out var letter) ? letter.Body : null;

    public void Set(DeadLetter letter, ReadOnlyMemory<byte> body)
    {
        letters[letter.Id] = new Kept(letter, body, letters.TryGetValue(letter.Id, out var before) ? before.Since : clock.GetTimestamp());

        if (letters.Count > capacity)
        {
            letters.RemoveAt(0);
        }

        Expire();
    }

    public void Remove(Guid id) => letters.Remove(id);

    private void Expire()
    {
        while (letters.Count > 0 && clock.GetElapsedTime(letters.GetAt(0).Value.Since) > kept)
        {
            letters.RemoveAt(0);
        }
    }

    private sealed record Kept(DeadLetter Letter, ReadOnlyMemory<byte> Body, long Since);
}
