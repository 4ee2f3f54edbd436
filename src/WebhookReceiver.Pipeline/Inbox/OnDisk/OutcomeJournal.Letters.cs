using System.Text.Json;

namespace WebhookReceiver.Inbox.OnDisk;

/// <content>The dead letters: in memory is which there are and where they stand, and the rest of those that are not durable yet.</content>
internal sealed partial class OutcomeJournal
{
    /// <summary>How often one is looked up again that is not where it was: retention writes it somewhere else before it deletes a file.</summary>
    private const int Lookups = 3;

    /// <summary>How many dead letters are looked at under the lock at once.</summary>
    private const int Portion = 1024;

    /// <summary>How many that are replaying are searched for at once: each may stand alone among a thousand that are not.</summary>
    private const int ReplayingPortion = 64;

    private Action<Guid>? replayEnded;

    public int Count
    {
        get
        {
            lock (gate)
            {
                return state.Letters.Count;
            }
        }
    }

    public int Replaying
    {
        get
        {
            lock (gate)
            {
                return state.Letters.Replaying;
            }
        }
    }

    public bool Contains(Guid id)
    {
        lock (gate)
        {
            return state.Letters.Contains(id);
        }
    }

    public bool IsReplaying(Guid id)
    {
        lock (gate)
        {
            return state.Letters.IsReplaying(id);
        }
    }

    public IReadOnlyList<DeadLetterEntry> After(Guid? after, int atMost, bool newestFirst = false)
    {
        var found = new List<DeadLetterEntry>();

        while (found.Count < atMost)
        {
            var wanted = Math.Min(atMost - found.Count, Portion);
            List<IndexedLetter> portion;

            lock (gate)
            {
                portion = state.Letters.After(after, wanted, newestFirst);
            }

            found.AddRange(portion.Select(static letter => letter.Entry));

            if (portion.Count < wanted)
            {
                break;
            }

            after = portion[^1].Entry.Id;
        }

        return found;
    }

    public IReadOnlyList<Guid> ReplayingAfter(Guid? after, int atMost)
    {
        lock (gate)
        {
            return state.Letters.ReplayingAfter(after, Math.Min(atMost, ReplayingPortion));
        }
    }

    public DeadLetterReading Read(Guid id) => Read(id, new LetterFrames(disk, folder));

    public IEnumerable<DeadLetterReading> Read(IReadOnlyList<Guid> ids)
    {
        var frames = new LetterFrames(disk, folder);
        return ids.Select(id => Read(id, frames));
    }

    public void WhenReplayEnds(Action<Guid> call) => replayEnded += call;

    public void DeadLettered(DeadLetter letter, ReadOnlyMemory<byte> body)
    {
        bool isMuch;
        bool hasReplayEnded;
        letter = Dated(letter);

        // Before anything is changed: a dead letter that is in memory alone would not outlast the process.
        var json = JsonSerializer.SerializeToUtf8Bytes(letter, DeadLetterJson.Default.DeadLetter);

        lock (gate)
        {
            hasReplayEnded = !letter.IsReplaying && state.Letters.IsReplaying(letter.Id);

            if (state.IsWanted(letter))
            {
                var version = state.NextVersion();
                pending.DeadLettered(letter.Id, json, body.Span, version);
                state.DeadLettered(letter, body, version);
            }

            isMuch = pending.Written.Length > MaxPending;
        }

        if (isMuch)
        {
            TryWriteOut();
        }

        wake.Set();
        ReportReplay(letter.Id, hasReplayEnded);
    }

    public void DeadLetterRemoved(Guid letter, DeadLetterRemoval why) => DeadLetterRemoved(letter, why, static _ => true);

    /// <param name="id">The dead letter.</param>
    /// <param name="why">Why it goes.</param>
    /// <param name="isStillDue">Asked once more under the lock.</param>
    private bool DeadLetterRemoved(Guid id, DeadLetterRemoval why, Func<DeadLetterEntry, bool> isStillDue)
    {
        bool hasReplayEnded;

        lock (gate)
        {
            if (state.Letters.Find(id) is not { } letter || !isStillDue(letter.Entry))
            {
                return false;
            }

            hasReplayEnded = letter.Entry.IsReplaying;
            state.DeadLetterRemoved(id);
            pending.DeadLetterRemoved(id, why);
        }

        wake.Set();
        ReportReplay(id, hasReplayEnded);
        return true;
    }

    private void ReportReplay(Guid letter, bool hasEnded)
    {
        if (hasEnded)
        {
            replayEnded?.Invoke(letter);
        }
    }

    private DeadLetterReading Read(Guid id, LetterFrames frames)
    {
        for (var lookup = 1; ; lookup++)
        {
            IndexedLetter letter;

            lock (gate)
            {
                if (state.Letters.Find(id) is not { } known)
                {
                    return new DeadLetterReading(DeadLetterReadResult.NotFound);
                }

                if (state.HeldOf(id) is { } held)
                {
                    return new DeadLetterReading(DeadLetterReadResult.Read, known.Entry, held.Letter, held.Body);
                }

                letter = known;
            }

            // What is not held is on disk.
            var location = letter.Location!.Value;

            try
            {
                return Read(letter.Entry, location, frames.Read(location));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                if (lookup < Lookups && HasMoved(id, location))
                {
                    continue;
                }

                LetterUnavailable(logger, location.Segment, location.Offset, exception.Message);
                return new DeadLetterReading(DeadLetterReadResult.Unavailable, letter.Entry);
            }
        }
    }

    private DeadLetterReading Read(DeadLetterEntry entry, LetterLocation location, ReadOnlyMemory<byte>? frame)
    {
        if (frame is not { } records)
        {
            LetterUnreadable(logger, location.Segment, location.Offset, "no whole frame");
            return new DeadLetterReading(DeadLetterReadResult.Damaged, entry);
        }

        var letter = JsonSerializer.Deserialize(records.Span[location.Json], DeadLetterJson.Default.DeadLetter)!;

        // Copied, because it would keep the whole frame in memory.
        return new DeadLetterReading(DeadLetterReadResult.Read, entry, letter, records[location.Body].ToArray());
    }

    private bool HasMoved(Guid id, LetterLocation from)
    {
        lock (gate)
        {
            return state.Letters.Find(id)?.Location != from;
        }
    }
}
