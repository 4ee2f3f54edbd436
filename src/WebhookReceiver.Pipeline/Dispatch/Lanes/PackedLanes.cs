using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Waiting lanes in compact form: the number of each lane and the positions of its events. Their deliveries are on disk, and the progress of their heads is in the outcomes.
/// Guarded by <see cref="Lanes"/>. Memory is allocated before anything is changed, so that no event is lost when memory runs out.
/// </summary>
internal sealed class PackedLanes(IOutcomes outcomes, OpenDeliveries open)
{
    private readonly PackedEventPool pool = new();
    private readonly Dictionary<ulong, Entry> lanes = [];

    // The lanes that are in memory again, and have only a number until their first event has been read.
    private readonly Dictionary<ulong, Lane> unnamed = [];

    // The deliveries with more than one open event. The others need no more than their position.
    private readonly Dictionary<long, (DeliveryProgress Progress, int Events)> shared = [];

    /// <summary>How many lanes are packed.</summary>
    public int Count => lanes.Count;

    /// <summary>How many lanes are in memory without a key.</summary>
    public int Unnamed => unnamed.Count;

    /// <summary>How many events are packed, whether their lane is packed or in memory.</summary>
    public int Events => pool.Count;

    /// <summary>How many nodes they take: consecutive events of a delivery share one.</summary>
    public int Nodes => pool.Nodes;

    /// <summary>Packs a lane that has no replays, and whose head is not in progress.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="number">Its number, which no other lane may have.</param>
    public void Pack(Lane lane, ulong number)
    {
        lanes.EnsureCapacity(lanes.Count + 1);
        shared.EnsureCapacity(shared.Count + lane.Length);
        pool.Reserve(lane.Length);

        var events = default(PackedEvents);

        for (var waiting = lane.Head; waiting is not null; waiting = waiting.Next)
        {
            events = Add(events, waiting);
        }

        lanes.Add(number, new Entry(lane.Rest.IsEmpty ? events : pool.Join(events, lane.Rest), lane.Head!.HasBegun));
        unnamed.Remove(number);
    }

    public bool Contains(ulong number) => lanes.ContainsKey(number);

    /// <summary>Finds a lane that is in memory and has no key yet.</summary>
    public bool TryFindUnnamed(ulong number, [NotNullWhen(true)] out Lane? lane) => unnamed.TryGetValue(number, out lane);

    /// <summary>Adds an event to a lane that is packed.</summary>
    public void Append(ulong number, EventTurn waiting)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrNullRef(lanes, number);
        entry = new Entry(Append(entry.Events, waiting), entry.IsHeadBegun);
    }

    /// <summary>Appends an event to a row.</summary>
    public PackedEvents Append(PackedEvents row, EventTurn waiting)
    {
        shared.EnsureCapacity(shared.Count + 1);
        pool.Reserve(1);
        return Add(row, waiting);
    }

    /// <summary>Appends consecutive events of a delivery to a row.</summary>
    public PackedEvents Append(PackedEvents row, DeliveryProgress progress, int ordinal, int count)
    {
        shared.EnsureCapacity(shared.Count + 1);
        pool.Reserve(1);
        return Add(row, progress, ordinal, count);
    }

    /// <summary>Appends consecutive events of a delivery to a packed lane, or packs them as a new lane.</summary>
    /// <returns>Whether the lane is new.</returns>
    public bool Append(ulong number, DeliveryProgress progress, int ordinal, int count)
    {
        lanes.EnsureCapacity(lanes.Count + 1);
        var isKnown = lanes.TryGetValue(number, out var entry);
        lanes[number] = new Entry(Append(isKnown ? entry.Events : default, progress, ordinal, count), isKnown && entry.IsHeadBegun);
        return !isKnown;
    }

    /// <summary>Brings a lane back into memory, and its first events with it.</summary>
    /// <returns>False when it is no longer packed.</returns>
    public bool TryUnpack(ulong number, [NotNullWhen(true)] out Lane? lane)
    {
        lane = null;

        if (!lanes.TryGetValue(number, out var entry))
        {
            return false;
        }

        unnamed.EnsureCapacity(unnamed.Count + 1);
        lane = new Lane { Number = number, Rest = entry.Events };
        Refill(lane);
        lane.Head!.HasBegun = entry.IsHeadBegun;
        lanes.Remove(number);
        unnamed.Add(number, lane);
        return true;
    }

    /// <summary>Forgets the number of a lane that has a key now, or is gone.</summary>
    public void Forget(Lane lane) => unnamed.Remove(lane.Number);

    /// <summary>Brings the next events of a lane into memory.</summary>
    public void Refill(Lane lane)
    {
        for (var count = 0; count < LaneLimits.Refill && !lane.Rest.IsEmpty; count++)
        {
            var (position, ordinal) = pool.FirstOf(lane.Rest);
            var isShared = shared.TryGetValue(position.Sequence, out var known);
            lane.Append(new EventTurn(isShared ? known.Progress : new DeliveryProgress(position, outcomes, open), ordinal));
            lane.Rest = pool.RemoveFirst(lane.Rest);

            if (!isShared)
            {
                open.Unpacked();
            }
            else if (known.Events is 1)
            {
                shared.Remove(position.Sequence);
            }
            else
            {
                shared[position.Sequence] = known with { Events = known.Events - 1 };
            }
        }
    }

    private PackedEvents Add(PackedEvents row, EventTurn waiting) => Add(row, waiting.DeliveryProgress!, waiting.Ordinal, count: 1);

    private PackedEvents Add(PackedEvents row, DeliveryProgress progress, int ordinal, int count)
    {
        var position = progress.Position;

        if (shared.TryGetValue(position.Sequence, out var known))
        {
            shared[position.Sequence] = known with { Events = known.Events + count };
        }
        else if (progress.IsLast)
        {
            open.Packed(progress);
        }
        else
        {
            shared.Add(position.Sequence, (progress, count));
        }

        return pool.Append(row, position, ordinal, count);
    }

    /// <summary>Four bytes, because a million of them are kept: the sign says whether the head has been begun.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly struct Entry(PackedEvents events, bool isHeadBegun)
    {
        private readonly int row = isHeadBegun ? -events.Last : events.Last;

        public PackedEvents Events => new(Math.Abs(row));

        public bool IsHeadBegun => row < 0;
    }
}
