using Microsoft.Extensions.Logging;
using WebhookReceiver.Inbox;
using WebhookReceiver.Observation;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Parsing;

/// <summary>Reads a delivery into its events. It has been answered by now, so nothing in it may be an error for anyone but the reader of the log.</summary>
internal partial class DeliveryParser(PassedOverMembers passedOver, ReceiverMetrics metrics, ILogger<DeliveryParser> logger)
{
    /// <summary>The events one by one, each as it is asked for.</summary>
    public virtual IEnumerable<WhatsAppEvent> Parse(Delivery delivery)
    {
        var isEmpty = true;

        foreach (var message in WhatsAppPayload.Enumerate(delivery.Body, delivery.PhoneNumberId, parsed: null, passedOver.Note))
        {
            isEmpty = false;

            if (message is UnreadableDelivery unreadable)
            {
                PartUnreadable(logger, delivery.Id, unreadable.Body.Length, delivery.Body.Length);
            }

            yield return message;
        }

        if (isEmpty)
        {
            metrics.DeliveryEmpty();
            DeliveryEmpty(logger, delivery.Id, delivery.Body.Length);
        }
    }

    /// <summary>The events of a delivery about which everything was said when it was parsed.</summary>
    public static IEnumerable<WhatsAppEvent> Reread(Delivery delivery) => WhatsAppPayload.Enumerate(delivery.Body, delivery.PhoneNumberId);

    [LoggerMessage(1401, LogLevel.Debug, "Delivery {DeliveryId} of {Bytes} bytes held no event")]
    private static partial void DeliveryEmpty(ILogger logger, Guid deliveryId, int bytes);

    [LoggerMessage(1402, LogLevel.Warning, "Delivery {DeliveryId} is genuine, but {UnreadableBytes} of its {Bytes} bytes are no notification that can be read")]
    private static partial void PartUnreadable(ILogger logger, Guid deliveryId, int unreadableBytes, int bytes);
}
