using System.Buffers.Binary;
using WebhookReceiver.Verification;

namespace WebhookReceiver.Deliveries;

/// <summary>A verified POST on its way from the door to the worker.</summary>
internal sealed class Delivery
{
    public Delivery(string endpoint, VerifiedPayload payload, DateTimeOffset receivedAt, string? phoneNumberId)
        : this(DeliveryIds.Next(), endpoint, payload.Body, receivedAt, phoneNumberId)
    {
    }

    private Delivery(Guid id, string endpoint, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt, string? phoneNumberId)
    {
        Id = id;
        Endpoint = endpoint;
        Body = body;
        ReceivedAt = receivedAt;
        PhoneNumberId = phoneNumberId;
    }

    /// <summary>Identifies this POST in the log and to handlers; a repeated POST gets a different id.</summary>
    public Guid Id { get; }

    public string Endpoint { get; }

    /// <summary>The raw bytes as received.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    public DateTimeOffset ReceivedAt { get; }

    /// <summary>The business number to assume when the body names none.</summary>
    public string? PhoneNumberId { get; }

    /// <summary>Where the inbox stores it. Set by the inbox before anyone else sees the delivery.</summary>
    public DeliveryPosition Position { get; set; }

    /// <summary>The part that this process handles; null when it handles everything.</summary>
    public DeliveryPart? Part { get; init; }

    /// <summary>The span of the POST that brought it; null when that is not recorded.</summary>
    public DeliveryTrace? Trace { get; init; }

    /// <summary>Whether the inbox keeps it until it is settled, so that it can be evicted from memory and read again.</summary>
    public bool CanBeReread => Position != DeliveryPosition.None;

    /// <summary>
    /// Whether the delivery was accepted but its bytes are damaged on disk. It then has no body and an empty endpoint, and can only become a dead letter.
    /// </summary>
    public bool IsUnreadable { get; private init; }

    /// <summary>A delivery read back from an inbox: its payload was verified before it was stored.</summary>
    public static Delivery Restored(
        Guid id, string endpoint, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt, string? phoneNumberId, DeliveryPosition position, DeliveryPart? part = null, DeliveryTrace? trace = null) =>
        new(id, endpoint, body, receivedAt, phoneNumberId) { Position = position, Part = part, Trace = trace };

    /// <summary>A delivery whose bytes are damaged. Its id is derived from its number, so it stays the same across restarts until it is settled.</summary>
    /// <param name="position">Its number, and the offset of its bytes or of the start of the damage.</param>
    /// <param name="receivedAt">When it was accepted, as far as is known.</param>
    public static Delivery Unreadable(DeliveryPosition position, DateTimeOffset receivedAt)
    {
        Span<byte> id = stackalloc byte[16];
        id.Clear();
        BinaryPrimitives.WriteInt64BigEndian(id[8..], position.Sequence);
        return new Delivery(new Guid(id, bigEndian: true), string.Empty, ReadOnlyMemory<byte>.Empty, receivedAt, phoneNumberId: null)
        {
            Position = position,
            IsUnreadable = true,
        };
    }
}
