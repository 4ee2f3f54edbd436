namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Looks up dead letters, examining a bounded number of them each time it holds the state lock.</summary>
internal sealed class DeadLetterLookup(KnownOutcomes known)
{
    /// <summary>How many dead letters are examined per hold of the lock.</summary>
    public const int Portion = 1024;

    /// <summary>How many dead letters being replayed are searched for at once: each may be alone among a thousand that are not.</summary>
    private const int ReplayingPortion = 64;

    public int Count
    {
        get
        {
            using var locked = known.EnterState();
            return locked.State.DeadLetters.Count;
        }
    }

    public int Replaying
    {
        get
        {
            using var locked = known.EnterState();
            return locked.State.DeadLetters.Replaying;
        }
    }

    public bool Contains(Guid id)
    {
        using var locked = known.EnterState();
        return locked.State.DeadLetters.Contains(id);
    }

    public bool IsReplaying(Guid id)
    {
        using var locked = known.EnterState();
        return locked.State.DeadLetters.IsReplaying(id);
    }

    public IReadOnlyList<DeadLetterEntry> After(Guid? after, int atMost, bool newestFirst)
    {
        var found = new List<DeadLetterEntry>();

        while (found.Count < atMost)
        {
            var wanted = Math.Min(atMost - found.Count, Portion);
            var portion = PortionAfter(after, wanted, newestFirst);
            found.AddRange(portion.Select(static deadLetter => deadLetter.Entry));

            if (portion.Count < wanted)
            {
                break;
            }

            after = portion[^1].Entry.Id;
        }

        return found;
    }

    public IReadOnlyList<Guid> ReplayingAfter(Guid? after, int atMost, IReadOnlyCollection<string>? exceptHandlers)
    {
        while (true)
        {
            using var locked = known.EnterState();

            if (locked.State.DeadLetters.ReplayingAfter(after, Math.Min(atMost, ReplayingPortion), exceptHandlers, out var examined) is var found && (found.Count > 0 || examined is null))
            {
                return found;
            }

            after = examined;
        }
    }

    /// <summary>All dead letters from first to last, a portion at a time; the lock is released between portions.</summary>
    public IEnumerable<List<IndexedDeadLetter>> Portions()
    {
        for (Guid? after = null; ;)
        {
            var portion = PortionAfter(after, Portion, newestFirst: false);

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

    private List<IndexedDeadLetter> PortionAfter(Guid? after, int atMost, bool newestFirst)
    {
        using var locked = known.EnterState();
        return locked.State.DeadLetters.After(after, atMost, newestFirst);
    }
}
