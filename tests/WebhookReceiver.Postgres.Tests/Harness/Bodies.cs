using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Parsing;

namespace WebhookReceiver.Postgres.Tests.Harness;

/// <summary>Notifications with text messages of chosen conversations.</summary>
internal static class Bodies
{
    /// <summary>A notification with one message of each of these users.</summary>
    public static string Of(string id, params string[] users) =>
        """{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"phone_number_id":"100"},"messages":["""
        + string.Join(',', users.Select(user => MessageOf(id, user)))
        + "]}}]}]}";

    /// <summary>The slot of a user's conversation.</summary>
    public static byte SlotOf(string user) => DeliveryContents.Of(Instance.DeliveryOf(Of("x", user))).Slots[0];

    /// <summary>The events of a delivery that the instance that took it handles, with their slots.</summary>
    public static List<(EventId Id, byte Slot, string Text)> EventsOf(Delivery delivery) =>
    [
        .. DeliveryParser.Reread(delivery)
            .Select(message => (Key: LaneKey.Of(delivery.Endpoint, message), Message: message))
            .Where(one => delivery.Part!.Contains(one.Key))
            .Select(one => (EventId.Of(delivery.Endpoint, one.Message.Key), delivery.Part!.SlotOf(one.Key), ((WhatsApp.TextMessage)one.Message).Body!)),
    ];

    private static string MessageOf(string id, string user) =>
        $$$"""{"from":"{{{user}}}","id":"wamid.{{{id}}}.{{{user}}}","timestamp":"1700000000","type":"text","text":{"body":"{{{id}}}"}}""";
}
