using System.Runtime.InteropServices;
using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Waiting events of which only the position in the inbox is kept; they are read again when their turn comes. A node of 28 bytes takes one event, or consecutive events of a
/// delivery together. Nodes form rows; a row is a ring in which the last node points to the first. Guarded by <see cref="Lanes"/>.
/// </summary>
internal sealed class PackedEventPool
{
    private const int BlockSize = 16 * 1024;

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

        var number = Take();
        NodeOf(number) = new Node(position, ordinal, count) { Next = number };
        Nodes++;
        var added = new PackedEvents(number);
        return row.IsEmpty ? added : Join(row, added);
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
        private readonly long offset = position.Offset;

        /// <summary>How many events the node has after the first.</summary>
        private int more = count - 1;

        public int Ordinal = ordinal;
        public int Next;

        public readonly DeliveryPosition Position => new(sequence, offset);

        public bool TryExtend(DeliveryPosition position, int ordinal, int count)
        {
            if (position != Position || ordinal != Ordinal + more + 1)
            {
                return false;
            }

            more += count;
            return true;
        }

        /// <summary>Removes the first event; false when it is the only one.</summary>
        public bool TryShorten()
        {
            if (more is 0)
            {
                return false;
            }

            Ordinal++;
            more--;
            return true;
        }
    }
}
