using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Parsing;

namespace WebhookReceiver.Postgres;

/// <summary>
/// What is stored with a delivery about its events. It decides where they are handled and how they are found, never whether the delivery is accepted: what cannot be read has a slot, too.
/// </summary>
/// <param name="Slots">The slots that it touches.</param>
/// <param name="Terms">The terms by which it is found; null when they are not known.</param>
/// <remarks>With the parser that handles the delivery later, because an event in a slot of which nobody knows would be nobody's.</remarks>
internal sealed record DeliveryContents(byte[] Slots, int[]? Terms)
{
    public static DeliveryContents Of(Delivery delivery)
    {
        Span<bool> seen = stackalloc bool[Deliveries.Slots.Count];
        var slots = new List<byte>(1);
        var terms = new List<ulong>(8) { SearchTerms.OfDelivery(delivery.Id) };
        var isWhole = false;

        try
        {
            foreach (var message in DeliveryParser.Reread(delivery))
            {
                var slot = Deliveries.Slots.Of(LaneKey.Of(delivery.Endpoint, message));
                SearchTerms.Add(message, terms);

                if (!seen[slot])
                {
                    seen[slot] = true;
                    slots.Add(slot);
                }
            }

            isWhole = true;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // By design the parser does not throw. If it does, the owner of the first slot handles what is in no other.
        }

        return new DeliveryContents(
            slots.Count > 0 ? [.. slots] : [Deliveries.Slots.Of(new LaneKey(delivery.Endpoint, string.Empty, string.Empty))],
            isWhole ? StoredTerm.Of(terms) : null);
    }
}
