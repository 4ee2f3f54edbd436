using System.Text.Json;

namespace WebhookReceiver.Inbox.OnDisk;

/// <content>The forgetting: the oldest segment goes when nothing in it is needed any more, and what still is has been written anew.</content>
internal sealed partial class OutcomeJournal
{
    /// <summary>How many bytes of dead letters are written again at once. Bounds what is in memory for it, and how long others wait for the disk.</summary>
    private const int MostWrittenAgain = 1024 * 1024;

    /// <summary>The last delivery that an earlier life may have begun.</summary>
    private long lastEarlierDelivery;

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
        ForgetUnclaimed(before);

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

        return !isBroken && !isClosed;
    }

    /// <summary>Removes dead letters that became such before this time.</summary>
    public int ExpireLetters(long before)
    {
        var expired = 0;

        foreach (var portion in Portions())
        {
            var due = portion.Where(letter => IsDue(letter.Entry)).ToList();
            expired += due.Count(letter => DeadLetterRemoved(letter.Entry.Id, DeadLetterRemoval.Expired, IsDue));

            if (due.Count > 0)
            {
                TryWriteOut();
            }
        }

        return expired;

        bool IsDue(DeadLetterEntry letter) => letter.KeptSince < before && !letter.IsReplaying;
    }

    /// <summary>
    /// An event that was begun and that nobody brings again keeps every later segment: one of a dead letter that was replayed and erased before the process died, or of a
    /// delivery whose frame is damaged. Forgotten only when it is in the way, and when all that an earlier life has left is done.
    /// </summary>
    private void ForgetUnclaimed(long before)
    {
        if (deliveries.All.Any(segment => segment.Open > 0 && segment.FirstSequence <= lastEarlierDelivery))
        {
            return;
        }

        int forgotten;

        lock (gate)
        {
            forgotten = state.Letters.ReplayingWhole > 0 ? 0 : state.ForgetUnclaimed(before / 1000);
        }

        if (forgotten > 0)
        {
            UnclaimedForgotten(logger, forgotten);
        }
    }

    /// <summary>All dead letters that are there from the beginning to the end, some at a time, without a lock in between.</summary>
    private IEnumerable<List<IndexedLetter>> Portions()
    {
        for (Guid? after = null; ;)
        {
            List<IndexedLetter> portion;

            lock (gate)
            {
                portion = state.Letters.After(after, Portion);
            }

            if (portion.Count > 0)
            {
                yield return portion;
                after = portion[^1].Entry.Id;
            }

            if (portion.Count < Portion)
            {
                yield break;
            }
        }
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
        if (LettersIn(segment) > 0)
        {
            var frames = new LetterFrames(disk, folder);

            foreach (var letter in Portions().SelectMany(static portion => portion).Where(letter => letter.Location?.Segment == segment.Name))
            {
                if (!TryWriteAgain(letter.Entry, letter.Location!.Value, frames))
                {
                    return false;
                }
            }
        }

        return TryMakeDurable() && LettersIn(segment) is 0;
    }

    private int LettersIn(OutcomeSegment segment)
    {
        lock (gate)
        {
            return state.Letters.CountIn(segment.Name);
        }
    }

    private bool TryWriteAgain(DeadLetterEntry entry, LetterLocation location, LetterFrames frames)
    {
        try
        {
            if (frames.Read(location) is not { } records)
            {
                LetterUnreadable(logger, location.Segment, location.Offset, "no whole frame");
                return false;
            }

            // One of an earlier version does not say since when it has been kept, and would begin anew in each frame that it is written to.
            var letter = JsonSerializer.Deserialize(records.Span[location.Json], DeadLetterJson.Default.DeadLetter)! with { KeptSince = entry.KeptSince };
            var json = JsonSerializer.SerializeToUtf8Bytes(letter, DeadLetterJson.Default.DeadLetter);
            bool isMuch;

            lock (gate)
            {
                // It may have been replayed or discarded meanwhile. Until the new place is durable it is read from the old one, so nothing is kept in memory.
                if (state.Letters.Find(entry.Id)?.Location == location)
                {
                    pending.DeadLettered(entry.Id, json, records.Span[location.Body], version: 0);
                }

                isMuch = pending.Written.Length > MostWrittenAgain;
            }

            return !isMuch || TryWriteOut();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LetterUnavailable(logger, location.Segment, location.Offset, exception.Message);
            return false;
        }
    }
}
