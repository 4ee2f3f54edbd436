using System.Buffers.Binary;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Inbox;
using WebhookReceiver.Observation;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Gives up what a checksum proves damaged on disk, and visibly so: a dead letter says which delivery it was. Its events are not known any more, so there is one for each
/// delivery.
/// </summary>
internal sealed partial class UnreadableDeliveries(IOutcomes outcomes, ReceiverMetrics metrics, TimeProvider clock, ILogger<UnreadableDeliveries> logger)
{
    private const string EventType = "unreadable";

    /// <summary>Records the dead letter of a delivery whose events cannot be read. Recorded again it is the same.</summary>
    public void GiveUp(DeliveryPosition position, Delivery? known = null)
    {
        var now = clock.GetUtcNow();
        var id = IdOf(position);

        outcomes.DeadLettered(
            new DeadLetter
            {
                Id = id,
                Key = EventKey.FromBytes(id.ToByteArray(bigEndian: true)),
                EventType = EventType,
                Endpoint = known?.Endpoint ?? string.Empty,
                DeliveryId = known?.Id ?? id,
                ReceivedAt = known?.ReceivedAt ?? now,
                Cause = DeadLetterCause.UnreadableOnDisk,
                FirstAttemptAt = now,
                LastAttemptAt = now,
            },
            ReadOnlyMemory<byte>.Empty);
        metrics.EventDeadLettered(DeadLetterCause.UnreadableOnDisk.Text);
        DeliveryGivenUp(logger, position.Sequence, id);
    }

    /// <summary>From the delivery's number, which is never given twice: so however many of its events find it damaged, it is one dead letter.</summary>
    private static Guid IdOf(DeliveryPosition position)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], position.Sequence);
        bytes[6] = 0x80;
        return new Guid(bytes, bigEndian: true);
    }

    [LoggerMessage(1513, LogLevel.Error, "Delivery {Sequence} is damaged on disk and cannot be handled: dead letter {LetterId}")]
    private static partial void DeliveryGivenUp(ILogger logger, long sequence, Guid letterId);
}
