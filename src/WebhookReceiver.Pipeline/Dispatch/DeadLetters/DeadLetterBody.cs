using System.Runtime.CompilerServices;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Parsing;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Dispatch;

/// <summary>The notification that is kept with a dead letter, and the event in it.</summary>
internal static class DeadLetterBody
{
    /// <summary>Up to this size parsing a body again costs less than keeping what was parsed.</summary>
    private const int SmallBody = 4 * 1024;

    /// <summary>Large deliveries as they were parsed, each for as long as it is in memory.</summary>
    private static readonly ConditionalWeakTable<Delivery, PayloadReading> Readings = [];

    /// <summary>Cut out of its delivery: a thousand dead letters of one large delivery are not to be a thousand large deliveries, nor to parse it a thousand times.</summary>
    public static ReadOnlyMemory<byte> Of(Delivery delivery, WhatsAppEvent message)
    {
        if (delivery.Body.Length <= SmallBody)
        {
            return WhatsAppPayload.Isolate(delivery.Body, message);
        }

        var reading = Readings.GetValue(delivery, static delivery => new PayloadReading(delivery.Body, delivery.PhoneNumberId));

        lock (reading)
        {
            return reading.Isolate(message);
        }
    }

    /// <returns>Null when there is no event in the body, or more than one.</returns>
    public static (Delivery Delivery, WhatsAppEvent Message)? Read(DeadLetter letter, ReadOnlyMemory<byte> body)
    {
        // Empty where the record of it was damaged. An empty body is an unreadable delivery, which this one was not.
        if (body.IsEmpty && !string.Equals(letter.EventType, "unreadable", StringComparison.Ordinal))
        {
            return null;
        }

        var delivery = Delivery.Restored(letter.DeliveryId, letter.Endpoint, body, letter.ReceivedAt, letter.AssumedPhoneNumberId, default);

        // With its own key: where an event has no identity, its key says how many of its like came before it, and they are not in this body.
        return DeliveryParser.Reread(delivery).Take(2).ToArray() is [var message] ? (delivery, message with { Key = letter.Key }) : null;
    }
}
