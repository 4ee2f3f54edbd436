using WebhookReceiver.Journal;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// The locations of dead letters that were written but are not durable yet. Until they are, they are read from memory or from their previous location.
/// </summary>
internal sealed class UnsyncedDeadLetters(KnownOutcomes known)
{
    private readonly List<(WrittenDeadLetter DeadLetter, SegmentName Segment, long Offset)> deadLetters = [];

    /// <summary>Adds the dead letters of a written frame.</summary>
    public void Add(IReadOnlyList<WrittenDeadLetter> written, SegmentName segment, long offset)
    {
        foreach (var deadLetter in written)
        {
            deadLetters.Add((deadLetter, segment, offset));
        }
    }

    /// <summary>They are durable: from now on they are read from their new location.</summary>
    public void Synced()
    {
        foreach (var portion in deadLetters.Chunk(DeadLetterLookup.Portion))
        {
            // The writing lock is already held; this one comes second.
            using var locked = known.EnterState();

            foreach (var (deadLetter, segment, offset) in portion)
            {
                var location = new DeadLetterLocation(segment, offset, deadLetter.Start, deadLetter.JsonLength, deadLetter.BodyLength);
                locked.State.Written(deadLetter.Id, deadLetter.Version, location);
            }
        }

        deadLetters.Clear();
    }

    /// <summary>The segment has failed: they are not stored there.</summary>
    public void Forget() => deadLetters.Clear();
}
