using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Postgres;

/// <summary>The slots as this instance sees them. Thread-safe: everything is guarded by <see cref="Gate"/>.</summary>
internal sealed class SlotTable
{
    private const int GenerationBits = 20;
    private const int SlotBits = 8;

    private readonly SlotState[] slots = [.. Enumerable.Range(0, WebhookReceiver.Deliveries.Slots.Count).Select(static id => new SlotState((byte)id))];
    private readonly Dictionary<DeliveryPosition, (byte Slot, int Generation)[]> divided = [];

    private int open;

    public Lock Gate { get; } = new();

    /// <summary>Called when slots are lost, outside the lock.</summary>
    public Action<IReadOnlyList<byte>>? Lost { get; set; }

    public SlotState this[byte id] => slots[id];

    /// <summary>How many deliveries were taken and are not settled; one in several slots counts in each.</summary>
    public int Open => Volatile.Read(ref open);

    public IEnumerable<SlotState> All => slots;

    public byte[] Held(SlotHold hold)
    {
        lock (Gate)
        {
            return [.. slots.Where(slot => slot.Hold == hold).Select(static slot => slot.Id)];
        }
    }

    /// <summary>This instance owns the slot from now on.</summary>
    public void Own(byte id, long epoch, IEnumerable<SavedCursor> cursors)
    {
        lock (Gate)
        {
            var slot = slots[id];
            (slot.Hold, slot.Epoch, slot.Generation, slot.Busy) = (SlotHold.Owned, epoch, NextGeneration(slot), 0);
            (slot.IsCaughtUp, slot.IsReadTo) = (false, false);
            Forget(slot);

            foreach (var cursor in cursors)
            {
                slot.Taken.Add(cursor.Writer, new TakenDeliveries(cursor.Sequence, cursor.Settled));
            }
        }
    }

    /// <summary>Begins nothing new in these slots.</summary>
    public void Leave(IEnumerable<byte> ids)
    {
        lock (Gate)
        {
            foreach (var id in ids)
            {
                slots[id].Hold = slots[id].Hold is SlotHold.Owned ? SlotHold.Leaving : slots[id].Hold;
            }
        }
    }

    /// <summary>Another instance may own these slots now.</summary>
    public void Lose(IReadOnlyList<byte> ids)
    {
        var lost = new List<byte>(ids.Count);

        lock (Gate)
        {
            foreach (var slot in ids.Select(id => slots[id]).Where(static slot => slot.Hold is not SlotHold.No))
            {
                (slot.Hold, slot.Generation, slot.Busy) = (SlotHold.No, NextGeneration(slot), 0);
                Forget(slot);
                lost.Add(slot.Id);
            }
        }

        if (lost.Count > 0)
        {
            Lost?.Invoke(lost);
        }
    }

    /// <summary>Marks a row as taken. The caller holds <see cref="Gate"/>.</summary>
    /// <returns>False when it was taken before, is settled, or belongs to somebody else.</returns>
    public bool TryTake(byte id, long writer, long sequence)
    {
        var slot = slots[id];

        if (slot.Hold is not SlotHold.Owned)
        {
            return false;
        }

        if (!slot.Taken.TryGetValue(writer, out var taken))
        {
            slot.Taken.Add(writer, taken = new TakenDeliveries(0, []));
        }

        var isTaken = taken.TryTake(sequence);
        open += isTaken ? 1 : 0;
        return isTaken;
    }

    /// <summary>The position of a delivery of which this process takes these slots. It names the ownership, so that a later one is not confused with it. The caller holds the gate.</summary>
    public DeliveryPosition PositionOf(long writer, long sequence, ReadOnlySpan<byte> own)
    {
        var first = slots[own[0]];
        var position = new DeliveryPosition(sequence, (((writer << SlotBits) | first.Id) << GenerationBits) | (uint)first.Generation);

        if (own.Length > 1)
        {
            var parts = new (byte, int)[own.Length];

            for (var index = 0; index < own.Length; index++)
            {
                parts[index] = (own[index], slots[own[index]].Generation);
            }

            divided[position] = parts;
        }

        return position;
    }

    public static (long Writer, byte Slot, int Generation) Read(DeliveryPosition position) =>
        (position.Offset >> (SlotBits + GenerationBits), (byte)(position.Offset >> GenerationBits), (int)(position.Offset & ((1 << GenerationBits) - 1)));

    /// <summary>The slots of a delivery that was taken.</summary>
    public byte[] SlotsOf(DeliveryPosition position)
    {
        lock (Gate)
        {
            return divided.TryGetValue(position, out var parts) ? [.. parts.Select(static part => part.Slot)] : [Read(position).Slot];
        }
    }

    /// <summary>Whether this process took more than one slot of a delivery. The caller holds the gate.</summary>
    public bool IsDivided(DeliveryPosition position) => divided.ContainsKey(position);

    /// <summary>Everything in a delivery is settled, as far as this process still owns its slots as it did when it took them.</summary>
    public void Settle(DeliveryPosition position)
    {
        var (writer, slot, generation) = Read(position);

        lock (Gate)
        {
            if (divided.Remove(position, out var parts))
            {
                foreach (var part in parts)
                {
                    Settle(part.Slot, part.Generation, writer, position.Sequence);
                }
            }
            else
            {
                Settle(slot, generation, writer, position.Sequence);
            }
        }
    }

    private void Settle(byte id, int generation, long writer, long sequence)
    {
        var slot = slots[id];

        // Of a slot that is being left, events may have been dropped; whoever owns it next looks at them again.
        if (slot.Hold is SlotHold.Owned && slot.Generation == generation && slot.Taken.TryGetValue(writer, out var taken))
        {
            open -= taken.TrySettle(sequence) ? 1 : 0;
        }
    }

    private void Forget(SlotState slot)
    {
        open -= slot.Taken.Values.Sum(static taken => taken.Open);
        slot.Taken.Clear();
    }

    private static int NextGeneration(SlotState slot) => (slot.Generation + 1) & ((1 << GenerationBits) - 1);
}

/// <summary>A cursor as it was saved.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="Writer">The writer.</param>
/// <param name="Sequence">All deliveries of the writer up to this one are settled.</param>
/// <param name="Settled">Further settled ones.</param>
internal sealed record SavedCursor(byte Slot, long Writer, long Sequence, long[] Settled);
