using WebhookReceiver.Inbox;
using WebhookReceiver.Parsing;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Dispatch;

/// <summary>The notification that is kept with a dead letter, and the event in it.</summary>
internal static class DeadLetterBody
{
    /// <summary>Cut out of its delivery: a thousand letters of one large delivery are not to be a thousand large deliveries.</summary>
    public static ReadOnlyMemory<byte> Of(Delivery delivery, WhatsAppEvent message) => WhatsAppPayload.Isolate(delivery.Body, message);

    /// <returns>Null when there is no event in the body, or more than one.</returns>
    public static (Delivery Delivery, WhatsAppEvent Message)? Read(DeadLetter letter, ReadOnlyMemory<byte> body)
    {
        var delivery = Delivery.Restored(letter.DeliveryId, letter.Endpoint, body, letter.ReceivedAt, letter.AssumedPhoneNumberId, default);

        // With its own key: where an event has no identity, its key says how many of its like came before it, and they are not in this body.
        return DeliveryParser.Reread(delivery).Take(2).ToArray() is [var message] ? (delivery, message with { Key = letter.Key }) : null;
    }
}
