using Microsoft.Extensions.Logging;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Observation;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Gives up deliveries that a checksum proves to be damaged on disk, and records a dead letter that names the delivery. The events can no longer be read, so there is one dead letter
/// per delivery.
/// </summary>
internal sealed partial class UnreadableDeliveries(IOutcomes outcomes, ReceiverMetrics metrics, TimeProvider clock, ILogger<UnreadableDeliveries> logger)
{
    private const string EventType = "unreadable";

    /// <summary>Records the dead letter of a delivery whose events cannot be read. Its id is derived from the position, so recording it again overwrites it.</summary>
    public ValueTask GiveUpAsync(DeliveryPosition position) => GiveUpAsync(Delivery.Unreadable(position, clock.GetUtcNow()));

    /// <summary>Records the dead letter of a delivery that cannot be read.</summary>
    public async ValueTask GiveUpAsync(Delivery delivery)
    {
        var now = clock.GetUtcNow();

        await outcomes.RecordAsync(batch => batch.DeadLettered(
            new DeadLetter
            {
                Id = delivery.Id,
                Key = EventKey.FromBytes(delivery.Id.ToByteArray(bigEndian: true)),
                EventType = EventType,
                Endpoint = delivery.Endpoint,
                DeliveryId = delivery.Id,
                ReceivedAt = delivery.ReceivedAt,
                Cause = DeadLetterCause.UnreadableOnDisk,
                FirstAttemptAt = now,
                LastAttemptAt = now,
            },
            ReadOnlyMemory<byte>.Empty));
        metrics.EventDeadLettered(DeadLetterCause.UnreadableOnDisk.Text);
        DeliveryGivenUp(logger, delivery.Position.Sequence, delivery.Id);
    }

    [LoggerMessage(1513, LogLevel.Error, "Delivery {Sequence} is damaged on disk and cannot be handled: dead letter {LetterId}")]
    private static partial void DeliveryGivenUp(ILogger logger, long sequence, Guid letterId);
}
