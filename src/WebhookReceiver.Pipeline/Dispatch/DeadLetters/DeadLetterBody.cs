using System.Runtime.CompilerServices;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Parsing;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Dispatch;

/// <summary>Makes the body that is stored with a dead letter, and reads the event in it.</summary>
internal static class DeadLetterBody
{
    /// <summary>Up to this size, parsing a body again is cheaper than keeping the parsed result.</summary>
    private const int SmallBody = 4 * 1024;

    /// <summary>The parsed results of large deliveries, each kept for as long as its delivery is in memory.</summary>
    private static readonly ConditionalWeakTable<Delivery, PayloadReading> Readings = [];

    /// <summary>Cuts the event out of its delivery, so that a thousand dead letters of one large delivery neither store nor parse it a thousand times.</summary>
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

    /// <returns>Null when the body contains no event, or more than one.</returns>
    public static (Delivery Delivery, WhatsAppEvent Message)? Read(DeadLetter letter, ReadOnlyMemory<byte> body)
    {
        // The body is empty if its record was damaged. Only the dead letter of an unreadable delivery is stored without one.
        if (body.IsEmpty && !string.Equals(letter.EventType, "unreadable", StringComparison.Ordinal))
        {
            return null;
        }

        var delivery = Delivery.Restored(letter.DeliveryId, letter.Endpoint, body, letter.ReceivedAt, letter.AssumedPhoneNumberId, default);

        // With the stored key: the key of an event without identity counts equal events before it, and those are not in this body.
        return DeliveryParser.Reread(delivery).Take(2).ToArray() is [var message] ? (delivery, message with { Key = letter.Key }) : null;
    }
}
