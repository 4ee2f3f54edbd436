using System.Diagnostics.CodeAnalysis;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Reads evicted events again. The deliveries read most recently are cached with their latest events, so that a body is usually read once, no matter how many of its events
/// are needed.
/// </summary>
[SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "A reading is disposed of when it leaves the list.")]
internal sealed class EvictedEvents(IDeliverySource source, LaneLimits limits)
{
    private const int MostReadings = 16;

    private readonly LinkedList<Reading> readings = [];
    private int events;
    private long bytes;

    /// <returns>Null when the bytes of the delivery are damaged.</returns>
    /// <exception cref="IOException">They cannot be read at the moment.</exception>
    public async ValueTask<(Delivery Delivery, WhatsAppEvent Message)?> ReadAsync(DeliveryProgress progress, int ordinal)
    {
        var position = progress.Position;
        var node = readings.First;

        while (node is not null && node.Value.Delivery.Position != position)
        {
            node = node.Next;
        }

        if (node is not null)
        {
            readings.Remove(node);
        }
        else if ((progress.Rest?.Recent ?? await source.RereadAsync(position, CancellationToken.None)) is { } delivery)
        {
            node = new LinkedListNode<Reading>(new Reading(delivery));
            bytes += node.Value.Size;
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
            // A reading that failed halfway cannot be continued.
            Forget(node.Value, before);
            throw;
        }

        events += node.Value.Count - before;
        readings.AddFirst(node);

        while (readings.Count > 1 && (events > limits.Reread || bytes > limits.MemoryBytes || readings.Count > MostReadings))
        {
            var last = readings.Last!.Value;
            readings.RemoveLast();
            Forget(last, last.Count);
        }

        return (node.Value.Delivery, message ?? throw new InvalidOperationException("A delivery contains fewer events than when it was first read."));
    }

    private void Forget(Reading reading, int counted)
    {
        events -= counted;
        bytes -= reading.Size;
        reading.Dispose();
    }

    private sealed class Reading(Delivery delivery) : IDisposable
    {
        private readonly PayloadReading body = new(delivery.Body, delivery.PhoneNumberId);

        public Delivery Delivery => delivery;

        /// <summary>How many events are cached.</summary>
        public int Count => body.Kept;

        /// <summary>The memory that the rest takes, in bytes.</summary>
        public long Size => body.Size;

        public WhatsAppEvent? Read(int ordinal) => body.Read(ordinal);

        public void Dispose() => body.Dispose();
    }
}
