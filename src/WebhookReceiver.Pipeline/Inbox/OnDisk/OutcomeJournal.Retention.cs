namespace WebhookReceiver.Inbox.OnDisk;

/// <content>The forgetting: the oldest segment goes when nothing in it is needed any more, and what still is has been written anew.</content>
internal sealed partial class OutcomeJournal
{
    /// <summary>
    /// Deletes segments from the oldest on. One is needed while a key in it is inside the window, while a delivery that it calls settled is on disk, and while
    /// an event that was begun in it has not come to its end. Dead letters in it are written again before it goes.
    /// </summary>
    /// <param name="before">What is older is no longer wanted, in milliseconds of inbox time.</param>
    /// <returns>How many were deleted.</returns>
    /// <exception cref="IOException">A segment could not be deleted.</exception>
    public int DeleteBefore(long before)
    {
        var deleted = 0;

        while (OldestBefore(before) is { } segment && WroteLettersAgain(segment))
        {
            // Durable one by one: a power cut that brought back an older one and not the next would look like a loss in the middle.
            disk.Delete(Path.Combine(folder.Outcomes, segment.Name.ToString()));
            disk.SyncDirectory(folder.Outcomes);

            lock (writing)
            {
                segments.Remove(segment);
            }

            deleted++;
        }

        lock (gate)
        {
            keys.DeleteExpired();
        }

        return deleted;
    }

    /// <summary>Writes and syncs all that was said so far.</summary>
    /// <returns>False when that failed; it is tried again by the thread.</returns>
    public bool TryMakeDurable()
    {
        if (TryWriteOut())
        {
            TrySync();
        }

        return !isBroken;
    }

    /// <summary>Removes dead letters that became such before this time.</summary>
    public int ExpireLetters(long before)
    {
        var expired = All.Where(letter => letter.KeptSince < before && !letter.IsReplaying).ToList();

        foreach (var letter in expired)
        {
            DeadLetterRemoved(letter.Id, DeadLetterRemoval.Expired);
        }

        return expired.Count;
    }

    private OutcomeSegment? OldestBefore(long before)
    {
        var oldestDelivery = deliveries.OldestSequence;

        lock (writing)
        {
            lock (gate)
            {
                return segments.Count > 1
                    && segments[0].NewestTime < before
                    && segments[0].LastDelivery < oldestDelivery
                    && InboxClock.SecondsOf(segments[0].NewestTime) < state.OldestUnsettled
                        ? segments[0]
                        : null;
            }
        }
    }

    /// <returns>False when that did not succeed, and the segment must stay.</returns>
    private bool WroteLettersAgain(OutcomeSegment segment)
    {
        List<StoredLetter> letters;

        lock (gate)
        {
            letters = [.. state.Letters.Where(letter => letter.Body is null && letter.Location.Segment == segment.Name)];
        }

        foreach (var stored in letters)
        {
            if (ReadBody(stored.Location) is not { } body)
            {
                return false;
            }

            lock (gate)
            {
                // It may have been replayed or discarded meanwhile.
                if (state.TryFind(stored.Letter.Id, out var current) && ReferenceEquals(current, stored))
                {
                    state.DeadLettered(stored.Letter, body);
                    pending.DeadLettered(stored.Letter, body.Span);
                }
            }

            TryWriteOut();
        }

        return TryMakeDurable();
    }
}
