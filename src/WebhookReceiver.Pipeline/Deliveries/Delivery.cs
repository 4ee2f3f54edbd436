using System.Buffers.Binary;
using WebhookReceiver.Verification;

namespace WebhookReceiver.Deliveries;

/// <summary>One POST that was found genuine, on its way from the door to the worker.</summary>
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

    /// <summary>Names this POST in the log and to handlers; a repetition of it has another.</summary>
    public Guid Id { get; }

    public string Endpoint { get; }

    /// <summary>The bytes as they were on the wire.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    public DateTimeOffset ReceivedAt { get; }

    /// <summary>The business number to assume where the body names none.</summary>
    public string? PhoneNumberId { get; }

    /// <summary>Where the inbox has it. Set by the inbox, before anyone but the inbox sees the delivery.</summary>
    public DeliveryPosition Position { get; set; }

    /// <summary>Whether the inbox keeps it until it is settled, so that it can be evicted from memory and read again.</summary>
    public bool CanBeReread => Position != DeliveryPosition.None;

    /// <summary>
    /// Whether it was accepted and its bytes are damaged on disk: then there is no body, and the endpoint is empty. It can only become a dead letter.
    /// </summary>
    public bool IsUnreadable { get; private init; }

    /// <summary>A delivery as an inbox gives it back: its payload was verified before it was put away.</summary>
    public static Delivery Restored(
        Guid id, string endpoint, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt, string? phoneNumberId, DeliveryPosition position) =>
        new(id, endpoint, body, receivedAt, phoneNumberId) { Position = position };

    /// <summary>A delivery whose bytes are damaged. Its id follows from its number, so it is the same after each start, until it is settled.</summary>
    /// <param name="position">Its number, and where its bytes were or the damage begins.</param>
    /// <param name="receivedAt">When it was accepted, as far as that is known.</param>
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
