using System.Runtime.InteropServices;
using WebhookReceiver.Inbox;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Dispatch;

/// <summary>Collects what identifies the events of the delivery that is being read, and gives it to the source, which makes them findable with it.</summary>
internal sealed class DeliveryTerms(IDeliverySource source)
{
    private readonly List<ulong> terms = [];
    private PumpedDelivery? current;

    /// <summary>A delivery is read for the first time.</summary>
    public void Begin(PumpedDelivery pumped)
    {
        current = pumped;
        terms.Clear();
    }

    /// <summary>One of its events was read. Nothing happens for other deliveries, such as those that are read once more.</summary>
    public void Add(PumpedDelivery pumped, WhatsAppEvent message)
    {
        if (pumped == current)
        {
            SearchTerms.Add(message, terms);
        }
    }

    /// <summary>The delivery that was begun is not read any further.</summary>
    /// <param name="isWhole">Whether all its events were added.</param>
    public void End(bool isWhole)
    {
        var delivery = current!.Delivery;
        current = null;

        try
        {
            terms.Add(SearchTerms.OfDelivery(delivery.Id));
            source.Entered(delivery, isWhole ? CollectionsMarshal.AsSpan(terms) : []);
        }
        catch (OutOfMemoryException)
        {
            // The events are in their lanes and must not enter them again; without its terms a delivery is found by reading it.
        }
    }
}
