using WebhookReceiver.Journal;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Where dead letters were written that are not durable yet. Until they are, they are read from memory or from the place where they stood before.</summary>
internal sealed class UnsyncedLetters(KnownOutcomes known)
{
    private readonly List<(WrittenLetter Letter, SegmentName Segment, long Offset)> letters = [];

    /// <summary>The dead letters of a frame that was written.</summary>
    public void Add(IReadOnlyList<WrittenLetter> written, SegmentName segment, long offset)
    {
        foreach (var letter in written)
        {
            letters.Add((letter, segment, offset));
        }
    }

    /// <summary>They are durable: from now on they are read from there.</summary>
    public void Synced()
    {
        foreach (var portion in letters.Chunk(DeadLetterLookup.Portion))
        {
            // The writing lock is held already, and this one comes second.
            using var locked = known.EnterState();

            foreach (var (letter, segment, offset) in portion)
            {
                locked.State.Written(letter.Id, letter.Version, new LetterLocation(segment, offset, letter.Start, letter.JsonLength, letter.BodyLength));
            }
        }

        letters.Clear();
    }

    /// <summary>The segment has failed: they are not there.</summary>
    public void Forget() => letters.Clear();
}
