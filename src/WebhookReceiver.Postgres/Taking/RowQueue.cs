namespace WebhookReceiver.Postgres;

/// <summary>
/// What was read and not handed out yet, in the order in which it was stored. Slots that were just taken are read by themselves until what their earlier owner left is queued; from then
/// on they take part in the common poll. Used by one loop.
/// </summary>
internal sealed class RowQueue(Poll poll, SlotTable slots) : IAsyncDisposable
{
    private readonly ReadGroup common = new();
    private readonly List<CatchUp> catchUps = [];
    private readonly Queue<(List<Row> Rows, int[] Generations)> ready = new();

    /// <summary>How many deliveries are queued.</summary>
    public int Count => ready.Count;

    /// <summary>How far the common poll has read, by writer, when everything before had been handed out.</summary>
    public IReadOnlyDictionary<long, long> ReadTo { get; private set; } = new Dictionary<long, long>();

    /// <summary>The next delivery: its rows, and the ownerships under which they were read.</summary>
    public bool TryPeek(out (List<Row> Rows, int[] Generations) next) => ready.TryPeek(out next);

    public void Dequeue() => ready.Dequeue();

    /// <summary>Reads what is new. Called when everything before has been handed out.</summary>
    public async Task FillAsync(CancellationToken cancellationToken)
    {
        Begin();

        foreach (var catchUp in catchUps.ToList())
        {
            if (!await ReadAsync(catchUp.Group, catchUp.Slots, isCatchUp: true, cancellationToken))
            {
                // All that was left is queued now, in front of what the common poll reads next.
                Join(catchUp);
            }
        }

        var own = Own();

        if (own.Length > 0)
        {
            await ReadAsync(common, own, isCatchUp: false, cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => poll.DisposeAsync();

    /// <summary>A group of its own for the slots that were taken since the last poll. All that was read before has been handed out.</summary>
    private void Begin()
    {
        lock (slots.Gate)
        {
            var (writers, sequences, _) = common.Positions();
            ReadTo = writers.Zip(sequences).ToDictionary(static one => one.First, static one => one.Second - 1);

            foreach (var slot in slots.All)
            {
                slot.IsReadTo = slot is { Hold: SlotHold.Owned, IsCaughtUp: true };
            }

            catchUps.RemoveAll(catchUp => catchUp.Slots.All(id => !catchUp.Has(slots[id])));
            var fresh = slots.All.Where(slot => slot is { Hold: SlotHold.Owned, IsCaughtUp: false } && !catchUps.Exists(catchUp => catchUp.Has(slot))).ToList();

            if (fresh.Count > 0)
            {
                catchUps.Add(new CatchUp(fresh));
            }
        }
    }

    private void Join(CatchUp catchUp)
    {
        lock (slots.Gate)
        {
            foreach (var slot in catchUp.Slots.Select(id => slots[id]).Where(catchUp.Has))
            {
                slot.IsCaughtUp = true;
            }
        }

        catchUps.Remove(catchUp);
    }

    private byte[] Own()
    {
        lock (slots.Gate)
        {
            return [.. slots.All.Where(static slot => slot is { Hold: SlotHold.Owned, IsCaughtUp: true }).Select(static slot => slot.Id)];
        }
    }

    /// <returns>Whether there is more.</returns>
    private async Task<bool> ReadAsync(ReadGroup group, byte[] ids, bool isCatchUp, CancellationToken cancellationToken)
    {
        var generations = new int[Deliveries.Slots.Count];

        // Before reading: a slot that is lost and taken again meanwhile is read again.
        lock (slots.Gate)
        {
            foreach (var id in ids)
            {
                generations[id] = slots[id].Generation;
            }
        }

        var (deliveries, isCut) = RowMerge.Merge(await poll.ReadAsync(group, ids, isCatchUp, cancellationToken), Poll.Limit);

        foreach (var rows in deliveries)
        {
            ready.Enqueue((rows, [.. rows.Select(row => generations[row.Slot])]));
            group.Advance(rows[^1]);
        }

        return isCut;
    }

    /// <summary>Slots that were taken together, while what their earlier owners left is being read.</summary>
    private sealed class CatchUp(List<SlotState> taken)
    {
        private readonly Dictionary<byte, int> generations = taken.ToDictionary(static slot => slot.Id, static slot => slot.Generation);

        public ReadGroup Group { get; } = new();

        public byte[] Slots { get; } = [.. taken.Select(static slot => slot.Id)];

        public bool Has(SlotState slot) => slot.Hold is SlotHold.Owned && generations.TryGetValue(slot.Id, out var generation) && generation == slot.Generation;
    }
}
