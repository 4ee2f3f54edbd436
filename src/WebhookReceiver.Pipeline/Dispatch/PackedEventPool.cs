using System.Runtime.InteropServices;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Events that wait and are not in memory: 24 bytes each, in rows. What is left of one is its place in the inbox; it is read again when its turn comes. A row is a ring,
/// in which the first node comes behind the last. Guarded by <see cref="Lanes"/>.
/// </summary>
internal sealed class PackedEventPool
{
    private const int BlockSize = 16 * 1024;

    private readonly List<Node[]> blocks = [];
    private int free;
    private int used = 1;

    public int Count { get; private set; }

    public PackedEvents Append(PackedEvents row, DeliveryPosition position, int ordinal)
    {
        var number = Take();
        NodeOf(number) = new Node { Sequence = position.Sequence, Offset = position.Offset, Ordinal = ordinal, Next = number };
        Count++;
        var added = new PackedEvents(number);
        return row.IsEmpty ? added : Join(row, added);
    }

    public (DeliveryPosition Position, int Ordinal) FirstOf(PackedEvents row)
    {
        ref var node = ref NodeOf(NodeOf(row.Last).Next);
        return (new DeliveryPosition(node.Sequence, node.Offset), node.Ordinal);
    }

    public PackedEvents RemoveFirst(PackedEvents row)
    {
        ref var last = ref NodeOf(row.Last);
        var number = last.Next;
        ref var first = ref NodeOf(number);
        last.Next = first.Next;
        first.Next = free;
        free = number;
        Count--;

        return number == row.Last ? default : row;
    }

    /// <summary>Puts one row behind another; both have events.</summary>
    public PackedEvents Join(PackedEvents row, PackedEvents behind)
    {
        ref var last = ref NodeOf(row.Last);
        ref var lastBehind = ref NodeOf(behind.Last);
        (last.Next, lastBehind.Next) = (lastBehind.Next, last.Next);
        return behind;
    }

    /// <summary>Takes the memory for so many more events, so that appending them cannot fail.</summary>
    public void Reserve(int events)
    {
        // Free nodes are not counted on: they are few, or there is enough anyway.
        while ((blocks.Count * BlockSize) - used < events)
        {
            blocks.Add(new Node[BlockSize]);
        }
    }

    private int Take()
    {
        if (free is 0)
        {
            return used++;
        }

        var number = free;
        free = NodeOf(number).Next;
        return number;
    }

    private ref Node NodeOf(int number) => ref blocks[number / BlockSize][number % BlockSize];

    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct Node
    {
        public long Sequence;
        public long Offset;
        public int Ordinal;
        public int Next;
    }
}
