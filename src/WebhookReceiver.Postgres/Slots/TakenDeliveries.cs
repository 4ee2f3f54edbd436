namespace WebhookReceiver.Postgres;

/// <summary>
/// The deliveries of one writer in one slot that were taken, and which of them are settled. What lies behind the first open one is the cursor; it is saved from time to time, and
/// what lies above it is read again by the next owner. Guarded by <see cref="SlotTable"/>.
/// </summary>
internal sealed class TakenDeliveries(long cursor, IEnumerable<long> settled)
{
    /// <summary>How many settled deliveries above the cursor are saved with it; the others are recognised by the outcomes of their events.</summary>
    private const int MostSaved = 1000;

    private readonly HashSet<long> settledBefore = [.. settled];
    private readonly Queue<Entry> taken = new();
    private readonly Dictionary<long, Entry> open = [];

    /// <summary>All up to this number are settled.</summary>
    public long Cursor { get; private set; } = cursor;

    /// <summary>The last one that was read.</summary>
    public long Last { get; private set; } = cursor;

    public int Open => open.Count;

    /// <summary>Whether something has changed since the cursor was saved.</summary>
    public bool IsChanged { get; set; }

    /// <returns>False when it was read before, or is settled.</returns>
    public bool TryTake(long number)
    {
        if (number <= Last)
        {
            return false;
        }

        Last = number;
        var entry = new Entry(number) { IsSettled = settledBefore.Remove(number) };
        taken.Enqueue(entry);

        if (entry.IsSettled)
        {
            Advance();
            return false;
        }

        open.Add(number, entry);
        return true;
    }

    /// <returns>Whether it was open.</returns>
    public bool TrySettle(long number)
    {
        if (!open.Remove(number, out var entry))
        {
            return false;
        }

        entry.IsSettled = true;
        IsChanged = true;
        Advance();
        return true;
    }

    /// <summary>There is nothing of the writer in the slot up to this number but what was taken.</summary>
    public void AdvanceIdle(long number)
    {
        if (taken.Count is 0 && number > Cursor)
        {
            // What was read meanwhile lies above it.
            (Cursor, Last, IsChanged) = (number, Math.Max(Last, number), true);
        }
    }

    /// <summary>The settled ones above the cursor, to be saved with it.</summary>
    public long[] SettledAbove() => [.. taken.Where(static entry => entry.IsSettled).Select(static entry => entry.Number).Take(MostSaved)];

    private void Advance()
    {
        while (taken.TryPeek(out var first) && first.IsSettled)
        {
            Cursor = taken.Dequeue().Number;
        }
    }

    private sealed class Entry(long number)
    {
        public long Number => number;

        public bool IsSettled { get; set; }
    }
}
