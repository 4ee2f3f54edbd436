using System.Collections.Concurrent;
using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Postgres;

/// <summary>
/// Deliveries that were taken and are not settled, kept while there is room: the dispatcher drops what waits long from its memory, and reading each again would be a round trip.
/// Thread-safe.
/// </summary>
internal sealed class TakenBodies
{
    private const long MostBytes = 64 * 1024 * 1024;

    /// <summary>What a delivery takes besides its body.</summary>
    private const int Overhead = 300;

    private readonly ConcurrentDictionary<DeliveryPosition, Delivery> kept = new();
    private long bytes;

    public void Add(Delivery delivery)
    {
        if (Volatile.Read(ref bytes) < MostBytes && kept.TryAdd(delivery.Position, delivery))
        {
            Interlocked.Add(ref bytes, delivery.Body.Length + Overhead);
        }
    }

    public Delivery? Find(DeliveryPosition position) => kept.GetValueOrDefault(position);

    public void Remove(DeliveryPosition position)
    {
        if (kept.TryRemove(position, out var delivery))
        {
            Interlocked.Add(ref bytes, -delivery.Body.Length - Overhead);
        }
    }
}
