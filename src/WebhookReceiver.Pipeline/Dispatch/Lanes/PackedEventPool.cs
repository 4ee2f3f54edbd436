using System.Runtime.InteropServices;
using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Events that wait and are not in memory: 24 bytes each, in rows, and for those that follow one another in their delivery 24 bytes together. What is left of one is its
/// place in the inbox; it is read again when its turn comes. A row is a ring, in which the first node comes behind the last. Guarded by <see cref="Lanes"/>.
/// </summary>
internal sealed class PackedEventPool
{
    private const int BlockSize = 16 * 1024;

    /// <summary>Of the place in a segment, which is a terabyte at most; the rest of the number says how many events follow in the node.</summary>
    private const int OffsetBits = 40;

    /// <summary>How many events one node takes.</summary>
    public const int MostInNode = 1 << (63 - OffsetBits);

    private readonly List<Node[]> blocks = [];
    private int free;
    private int used = 1;

    /// <summary>How many events there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many nodes they take.</summary>
    public int Nodes { get; private set; }

    /// <param name="row">The row; may be empty.</param>
    /// <param name="position">The delivery of the events.</param>
    /// <param name="ordinal">The first of them.</param>
    /// <param name="count">How many there are, one behind the other in the delivery: at least one.</param>
    public PackedEvents Append(PackedEvents row, DeliveryPosition position, int ordinal, int count = 1)
    {
        Count += count;

        if (!row.IsEmpty && NodeOf(row.Last).TryExtend(position, ordinal, count))
        {
            return row;
        }

        while (count > 0)
        {
            var part = Math.Min(count, MostInNode);
            var number = Take();
            NodeOf(number) = new Node(position, ordinal, part) { Next = number };
            Nodes++;
            var added = new PackedEvents(number);
            row = row.IsEmpty ? added : Join(row, added);
            (ordinal, count) = (ordinal + part, count - part);
        }

        return row;
    }

    public (DeliveryPosition Position, int Ordinal) FirstOf(PackedEvents row)
    {
        ref var node = ref NodeOf(NodeOf(row.Last).Next);
        return (node.Position, node.Ordinal);
    }

    public PackedEvents RemoveFirst(PackedEvents row)
    {
        ref var last = ref NodeOf(row.Last);
        var number = last.Next;
        ref var first = ref NodeOf(number);
        Count--;

        if (first.TryShorten())
        {
            return row;
        }

        last.Next = first.Next;
        first.Next = free;
        free = number;
        Nodes--;

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

    /// <summary>Takes the memory for so many more nodes, so that appending as many events cannot fail.</summary>
    public void Reserve(int nodes)
    {
        // Free nodes are not counted on: they are few, or there is enough anyway.
        while ((blocks.Count * BlockSize) - used < nodes)
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
    private struct Node(DeliveryPosition position, int ordinal, int count)
    {
        private readonly long sequence = position.Sequence;
        private long offsetAndMore = position.Offset | ((long)(count - 1) << OffsetBits);

        public int Ordinal = ordinal;
        public int Next;

        public readonly DeliveryPosition Position => new(sequence, offsetAndMore & ((1L << OffsetBits) - 1));

        /// <summary>How many events follow the first.</summary>
        private readonly int More => (int)(offsetAndMore >> OffsetBits);

        public bool TryExtend(DeliveryPosition position, int ordinal, int count)
        {
            if (position != Position || ordinal != Ordinal + More + 1 || More + 1 + count > MostInNode)
            {
                return false;
            }

            offsetAndMore += (long)count << OffsetBits;
            return true;
        }

        /// <summary>Takes the first event out; false when it is the only one.</summary>
        public bool TryShorten()
        {
            if (More is 0)
            {
                return false;
            }

            Ordinal++;
            offsetAndMore -= 1L << OffsetBits;
            return true;
        }
    }
}
