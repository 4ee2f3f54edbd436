using System.Diagnostics.CodeAnalysis;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// What is known of events and dead letters: the same whether it was just said or read from the journal. Not for several threads at once; its owner has a lock.
/// </summary>
internal sealed class OutcomeState(HandledKeys keys)
{
    private readonly Dictionary<EventId, (EventProgress Progress, uint Since)> progress = [];
    private readonly Dictionary<Guid, StoredLetter> letters = [];

    /// <summary>The last look at the clocks.</summary>
    public ClockRecord? Clock { get; set; }

    /// <summary>How many events were begun and have not come to their end.</summary>
    public int Unsettled => progress.Count;

    /// <summary>When the oldest of them was begun, in seconds of inbox time; the largest number when there is none.</summary>
    public uint OldestUnsettled => progress.Values.Select(static begun => begun.Since).DefaultIfEmpty(uint.MaxValue).Min();

    public IEnumerable<StoredLetter> Letters => letters.Values;

    public bool IsSettled(EventId id) => keys.Contains(id);

    public EventProgress? ProgressOf(EventId id) => progress.GetValueOrDefault(id).Progress;

    public bool TryFind(Guid id, [NotNullWhen(true)] out StoredLetter? letter) => letters.TryGetValue(id, out letter);

    /// <summary>The progress of an event of which an attempt is about to begin.</summary>
    /// <param name="id">The event.</param>
    /// <param name="time">When, in seconds of inbox time.</param>
    public EventProgress Open(EventId id, uint time)
    {
        if (!progress.TryGetValue(id, out var begun))
        {
            progress.Add(id, begun = (new EventProgress(), time));
        }

        return begun.Progress;
    }

    /// <summary>The progress of an event of which another attempt is read back: within one run each attempt ends before the next begins.</summary>
    public EventProgress OpenAgain(EventId id, uint time)
    {
        var begun = Open(id, time);
        begun.EndedByDeath();
        return begun;
    }

    public void EventResumed(EventId id) => ProgressOf(id)?.Resumed();

    public void AttemptEnded(EventId id) => ProgressOf(id)?.Ended();

    public void HandlerWanted(EventId id, string handler) => ProgressOf(id)?.Wanted(handler);

    public void HandlerNotWanted(EventId id, string handler) => ProgressOf(id)?.NotWanted(handler);

    /// <summary>All has been read back: what had not ended by then died with its process.</summary>
    public void ProcessDied()
    {
        foreach (var (begun, _) in progress.Values)
        {
            begun.EndedByDeath();
        }
    }

    public void HandlerSucceeded(EventId id, string handler) => ProgressOf(id)?.Finished(handler);

    public void HandlerFailed(EventId id, string handler, HandlerFailure failure) => ProgressOf(id)?.Failed(handler, failure);

    /// <param name="id">The event.</param>
    /// <param name="time">When, in seconds of inbox time; null when the key is known already.</param>
    public void EventSettled(EventId id, uint? time)
    {
        progress.Remove(id);

        if (time is { } seconds)
        {
            keys.Add(id, seconds);
        }
    }

    public void DeadLettered(DeadLetter letter, ReadOnlyMemory<byte> body = default)
    {
        letters[letter.Id] = new StoredLetter { Letter = letter, Body = body };

        // Of an event that is still being handled, this handler is done with it.
        if (letter.Handler is { } handler)
        {
            ProgressOf(EventId.Of(letter.Endpoint, letter.Key))?.Finished(handler);
        }
    }

    public bool DeadLetterRemoved(Guid letter) => letters.Remove(letter);

    /// <summary>The body of a letter is on disk now, and need not be kept in memory.</summary>
    public void Written(Guid letter, LetterLocation location)
    {
        if (letters.TryGetValue(letter, out var stored))
        {
            stored.Location = location;
            stored.Body = null;
        }
    }
}

/// <summary>A dead letter, and where its body is.</summary>
internal sealed class StoredLetter
{
    public required DeadLetter Letter { get; init; }

    /// <summary>The body while it is not on disk yet.</summary>
    public ReadOnlyMemory<byte>? Body { get; set; }

    /// <summary>Where the body is on disk.</summary>
    public LetterLocation Location { get; set; }
}
