using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Parsing;

namespace WebhookReceiver.Operators;

/// <summary>Finds which events of an open delivery are settled, so that another store does not handle them again.</summary>
internal static class SettledEventKeys
{
    public static async ValueTask<IReadOnlyList<string>?> OfAsync(StoredDelivery stored, IOutcomes outcomes, CancellationToken cancellationToken)
    {
        List<string>? keys = null;

        if (stored.IsSettled || stored.Delivery.IsUnreadable)
        {
            return keys;
        }

        foreach (var message in DeliveryParser.Reread(stored.Delivery))
        {
            var slot = Slots.Of(LaneKey.Of(stored.Delivery.Endpoint, message));

            if (await outcomes.IsSettledAsync(EventId.Of(stored.Delivery.Endpoint, message.Key), slot, cancellationToken))
            {
                (keys ??= []).Add(message.Key.ToString());
            }
        }

        return keys;
    }
}
