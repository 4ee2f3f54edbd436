using System.Collections.Concurrent;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Pipeline.Tests.Simulation;

/// <summary>
/// The deliveries of a life, none of which the garbage collector reclaims: the receiver keeps a large one for as long as the collector lets it and reads it again afterwards, and when the collector
/// runs is no part of a seed.
/// </summary>
internal sealed class KeptDeliveries(IDeliverySource source) : IDeliverySource
{
    private readonly ConcurrentBag<Delivery> kept = [];

    public int Count => source.Count;

    public ReadTrouble? Trouble => source.Trouble;

    public ValueTask<bool> OpenedAsync(CancellationToken cancellationToken) => source.OpenedAsync(cancellationToken);

    public async ValueTask<bool> TakeAsync(ICollection<Delivery> taken, int atMost, CancellationToken cancellationToken)
    {
        var isOpen = await source.TakeAsync(taken, atMost, cancellationToken);

        foreach (var delivery in taken)
        {
            kept.Add(delivery);
        }

        return isOpen;
    }

    public async ValueTask<Delivery?> RereadAsync(DeliveryPosition position, CancellationToken cancellationToken)
    {
        var delivery = await source.RereadAsync(position, cancellationToken);

        if (delivery is not null)
        {
            kept.Add(delivery);
        }

        return delivery;
    }

    public void Entered(Delivery delivery, ReadOnlySpan<ulong> terms) => source.Entered(delivery, terms);

    public void GiveBackMemory() => source.GiveBackMemory();

    public bool Close() => source.Close();
}
