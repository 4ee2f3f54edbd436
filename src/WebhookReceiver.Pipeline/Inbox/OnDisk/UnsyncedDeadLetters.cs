using WebhookReceiver.Journal;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Where dead letters were written that are not durable yet. Until they are, they are read from memory or from the place where they stood before.
/// </summary>
internal sealed class UnsyncedDeadLetters(KnownOutcomes known)
{
    private readonly List<(WrittenDeadLetter Letter, SegmentName Segment, long Offset)> deadLetters = [];

    /// <summary>The dead letters of a frame that was written.</summary>
    public void Add(IReadOnlyList<WrittenDeadLetter> written, SegmentName segment, long offset)
    {
        foreach (var deadLetter in written)
        {
            deadLetters.Add((deadLetter, segment, offset));
        }
    }

    /// <summary>They are durable: from now on they are read from there.</summary>
    public void Synced()
    {
        foreach (var portion in deadLetters.Chunk(DeadLetterLookup.Portion))
        {
            // The writing lock is held already, and this one comes second.
            using var locked = known.EnterState();

            foreach (var (deadLetter, segment, offset) in portion)
            {
                var location = new DeadLetterLocation(segment, offset, deadLetter.Start, deadLetter.JsonLength, deadLetter.BodyLength);
                locked.State.Written(deadLetter.Id, deadLetter.Version, location);
            }
        }

        deadLetters.Clear();
    }

    /// <summary>The segment has failed: they are not there.</summary>
    public void Forget() => deadLetters.Clear();
}
