using WebhookReceiver.Inbox;
using WebhookReceiver.Parsing;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Reads events again that were let go. The deliveries read last are kept, with how far their events were read: the next event of a large delivery costs one step and
/// not the whole delivery.
/// </summary>
internal sealed class ColdEvents(IDeliverySource source, LaneLimits limits)
{
    private readonly LinkedList<Reading> readings = [];

    /// <returns>Null when the delivery cannot be read any more.</returns>
    public (Delivery Delivery, WhatsAppEvent Message)? Read(DeliveryPosition position, int ordinal)
    {
        var node = readings.First;

        while (node is not null && (node.Value.Delivery.Position != position || node.Value.Next > ordinal))
        {
            node = node.Next;
        }

        if (node is not null)
        {
            readings.Remove(node);
        }
        else if (source.Reread(position) is { } delivery)
        {
            node = new LinkedListNode<Reading>(new Reading(delivery));
        }
        else
        {
            return null;
        }

        readings.AddFirst(node);

        while (readings.Count > limits.Reread)
        {
            readings.RemoveLast();
        }

        return node.Value.Read(ordinal) is { } message ? (node.Value.Delivery, message) : null;
    }

    private sealed class Reading(Delivery delivery)
    {
        private readonly IEnumerator<WhatsAppEvent> events = DeliveryParser.Reread(delivery).GetEnumerator();

        public Delivery Delivery => delivery;

        /// <summary>The ordinal of the event that is read next.</summary>
        public int Next { get; private set; }

        public WhatsAppEvent? Read(int ordinal)
        {
            while (events.MoveNext())
            {
                if (Next++ == ordinal)
                {
                    return events.Current;
                }
            }

            return null;
        }
    }
}
