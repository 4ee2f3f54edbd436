using System.Runtime.InteropServices;
using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Waiting events of which only the position in the inbox is kept; they are read again when their turn comes. A node of 24 bytes takes one event, or consecutive events of a
/// delivery together. Nodes form rows; a row is a ring in which the last node points to the first. Guarded by <see cref="Lanes"/>.
/// </summary>
internal sealed class PackedEventPool
{
    private const int BlockSize = 16 * 1024;

    /// <summary>The bits of the offset in a segment, which is a terabyte at most; the other bits count the further events in the node.</summary>
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
    /// <param name="position">The position of their delivery.</param>
    /// <param name="ordinal">The index of the first event.</param>
    /// <param name="count">How many consecutive events there are: at least one.</param>
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

    /// <summary>Appends one row to another; neither is empty.</summary>
    public PackedEvents Join(PackedEvents row, PackedEvents behind)
    {
        ref var last = ref NodeOf(row.Last);
        ref var lastBehind = ref NodeOf(behind.Last);
        (last.Next, lastBehind.Next) = (lastBehind.Next, last.Next);
        return behind;
    }

    /// <summary>Allocates room for this many more nodes, so that appending as many events cannot fail.</summary>
    public void Reserve(int nodes)
    {
        // Free nodes are not counted: either they are few, or there is enough room anyway.
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

        /// <summary>How many events the node has after the first.</summary>
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

        /// <summary>Removes the first event; false when it is the only one.</summary>
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
