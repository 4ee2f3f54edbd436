using Microsoft.Extensions.Logging;
using WebhookReceiver.Inbox;
using WebhookReceiver.Observation;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Parsing;

/// <summary>Reads a delivery into its events. It has been answered by now, so nothing in it may be an error for anyone but the reader of the log.</summary>
internal sealed partial class DeliveryParser(ReceiverMetrics metrics, ILogger<DeliveryParser> logger)
{
    public IReadOnlyList<WhatsAppEvent> Parse(Delivery delivery)
    {
        var events = WhatsAppPayload.Read(delivery.Body, delivery.PhoneNumberId);

        if (events.Count is 0)
        {
            metrics.DeliveryEmpty();
            DeliveryEmpty(logger, delivery.Id, delivery.Body.Length);
        }

        foreach (var message in events)
        {
            if (message is UnreadableDelivery unreadable)
            {
                PartUnreadable(logger, delivery.Id, unreadable.Body.Length, delivery.Body.Length);
            }
        }

        return events;
    }

    [LoggerMessage(1401, LogLevel.Debug, "Delivery {DeliveryId} of {Bytes} bytes held no event")]
    private static partial void DeliveryEmpty(ILogger logger, Guid deliveryId, int bytes);

    [LoggerMessage(1402, LogLevel.Warning, "Delivery {DeliveryId} is genuine, but {UnreadableBytes} of its {Bytes} bytes are no notification that can be read")]
    private static partial void PartUnreadable(ILogger logger, Guid deliveryId, int unreadableBytes, int bytes);
}
