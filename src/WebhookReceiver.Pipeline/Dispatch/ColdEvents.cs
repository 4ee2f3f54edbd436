using System.Diagnostics.CodeAnalysis;
using WebhookReceiver.Inbox;
using WebhookReceiver.Parsing;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Reads events again that were evicted. The deliveries read last are kept with their events: each body is read once, however many of its events are needed and in
/// whatever order.
/// </summary>
[SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "A reading is disposed of when it leaves the list.")]
internal sealed class ColdEvents(IDeliverySource source, LaneLimits limits)
{
    private const int MostReadings = 16;

    private readonly LinkedList<Reading> readings = [];
    private int events;

    /// <returns>Null when the bytes of the delivery are damaged.</returns>
    /// <exception cref="IOException">They cannot be read just now.</exception>
    public (Delivery Delivery, WhatsAppEvent Message)? Read(DeliveryPosition position, int ordinal)
    {
        var node = readings.First;

        while (node is not null && node.Value.Delivery.Position != position)
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

        var before = node.Value.Count;
        WhatsAppEvent? message;

        try
        {
            message = node.Value.Read(ordinal);
        }
        catch
        {
            // Reading that was broken off does not go on where it was.
            events -= before;
            node.Value.Dispose();
            throw;
        }

        readings.AddFirst(node);
        events += node.Value.Count - before;

        while (readings.Count > 1 && (events > limits.Reread || readings.Count > MostReadings))
        {
            var last = readings.Last!.Value;
            readings.RemoveLast();
            events -= last.Count;
            last.Dispose();
        }

        return (node.Value.Delivery, message ?? throw new InvalidOperationException("A delivery holds fewer events than it held when it was read first."));
    }

    private sealed class Reading(Delivery delivery) : IDisposable
    {
        private readonly List<WhatsAppEvent> read = [];
        private readonly IEnumerator<WhatsAppEvent> rest = DeliveryParser.Reread(delivery).GetEnumerator();

        public Delivery Delivery => delivery;

        /// <summary>How many events are kept.</summary>
        public int Count => read.Count;

        public WhatsAppEvent? Read(int ordinal)
        {
            while (read.Count <= ordinal && rest.MoveNext())
            {
                read.Add(rest.Current);
            }

            return ordinal < read.Count ? read[ordinal] : null;
        }

        public void Dispose() => rest.Dispose();
    }
}
