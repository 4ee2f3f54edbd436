using Microsoft.Extensions.Logging;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Observation;
using WebhookReceiver.WhatsApp;
using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.Parsing;

/// <summary>Reads a delivery into its events. The delivery has been answered by now, so whatever is wrong with it concerns only the log.</summary>
internal partial class DeliveryParser(PassedOverMembers passedOver, ReceiverMetrics metrics, ILogger<DeliveryParser> logger)
{
    /// <summary>The events one by one, each parsed when it is requested.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="ahead">Lets the caller continue without the keys of the events.</param>
    public virtual IEnumerable<WhatsAppEvent> Parse(Delivery delivery, LookAhead? ahead = null)
    {
        var isEmpty = true;
        var unnamed = 0;

        foreach (var message in WhatsAppPayload.Enumerate(delivery.Body, delivery.PhoneNumberId, parsed: null, passedOver.Note, ahead))
        {
            isEmpty = false;

            if (message is UnreadableDelivery unreadable)
            {
                if (ahead is { IsOn: true })
                {
                    unnamed++;
                }
                else
                {
                    PartUnreadable(logger, delivery.Id, unreadable.Body.Length, delivery.Body.Length);
                }
            }

            yield return message;
        }

        if (unnamed > 0)
        {
            MorePartsUnreadable(logger, delivery.Id, unnamed);
        }

        if (isEmpty)
        {
            metrics.DeliveryEmpty();
            DeliveryEmpty(logger, delivery.Id, delivery.Body.Length);
        }
    }

    /// <summary>The events of a delivery whose problems were logged when it was first parsed.</summary>
    public static IEnumerable<WhatsAppEvent> Reread(Delivery delivery) => WhatsAppPayload.Enumerate(delivery.Body, delivery.PhoneNumberId);

    [LoggerMessage(1401, LogLevel.Debug, "Delivery {DeliveryId} of {Bytes} bytes contains no event")]
    private static partial void DeliveryEmpty(ILogger logger, Guid deliveryId, int bytes);

    [LoggerMessage(1402, LogLevel.Warning, "Delivery {DeliveryId} is genuine, but {UnreadableBytes} of its {Bytes} bytes cannot be read as a notification")]
    private static partial void PartUnreadable(ILogger logger, Guid deliveryId, int unreadableBytes, int bytes);

    [LoggerMessage(1404, LogLevel.Warning, "Delivery {DeliveryId} has {Count} further parts that cannot be read as a notification")]
    private static partial void MorePartsUnreadable(ILogger logger, Guid deliveryId, int count);
}
