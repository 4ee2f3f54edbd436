using WebhookReceiver.Deliveries;
using WebhookReceiver.Parsing;

namespace WebhookReceiver.Postgres;

/// <summary>
/// Finds the slots that a delivery touches, before it is stored. It decides where the events are handled, never whether the delivery is accepted: what cannot be read has a slot, too.
/// </summary>
/// <remarks>With the parser that handles the delivery later, because an event in a slot of which nobody knows would be nobody's.</remarks>
internal static class DeliverySlots
{
    public static byte[] Of(Delivery delivery)
    {
        Span<bool> seen = stackalloc bool[Slots.Count];
        var slots = new List<byte>(1);

        try
        {
            foreach (var message in DeliveryParser.Reread(delivery))
            {
                var slot = Slots.Of(LaneKey.Of(delivery.Endpoint, message));

                if (!seen[slot])
                {
                    seen[slot] = true;
                    slots.Add(slot);
                }
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // By design the parser does not throw. If it does, the owner of the first slot handles what is in no other.
        }

        return slots.Count > 0 ? [.. slots] : [Slots.Of(new LaneKey(delivery.Endpoint, string.Empty, string.Empty))];
    }
}
