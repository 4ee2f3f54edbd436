using System.Runtime.InteropServices;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Events that wait and are not in memory: 24 bytes each, in rows. What is left of one is its place in the inbox; it is read again when its turn comes. Guarded by
/// <see cref="Lanes"/>.
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
        NodeOf(number) = new Node { Sequence = position.Sequence, Offset = position.Offset, Ordinal = ordinal };
        Count++;

        if (row.IsEmpty)
        {
            return new PackedEvents(number, number);
        }

        NodeOf(row.Last).Next = number;
        return row with { Last = number };
    }

    public (DeliveryPosition Position, int Ordinal) FirstOf(PackedEvents row)
    {
        ref var node = ref NodeOf(row.First);
        return (new DeliveryPosition(node.Sequence, node.Offset), node.Ordinal);
    }

    public PackedEvents RemoveFirst(PackedEvents row)
    {
        ref var node = ref NodeOf(row.First);
        var next = node.Next;
        node.Next = free;
        free = row.First;
        Count--;

        return next is 0 ? default : row with { First = next };
    }

    /// <summary>Puts one row behind another; both have events.</summary>
    public PackedEvents Join(PackedEvents row, PackedEvents behind)
    {
        NodeOf(row.Last).Next = behind.First;
        return row with { Last = behind.Last };
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
