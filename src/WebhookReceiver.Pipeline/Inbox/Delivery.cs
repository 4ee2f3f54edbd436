using WebhookReceiver.Verification;

namespace WebhookReceiver.Inbox;

/// <summary>One POST that was found genuine, on its way from the door to the worker.</summary>
internal sealed class Delivery(string endpoint, VerifiedPayload payload, DateTimeOffset receivedAt, string? phoneNumberId)
{
    /// <summary>Names this POST in the log and to handlers; a repetition of it has another.</summary>
    public Guid Id { get; } = DeliveryIds.Next();

    public string Endpoint { get; } = endpoint;

    /// <summary>The bytes as they were on the wire.</summary>
    public ReadOnlyMemory<byte> Body { get; } = payload.Body;

    public DateTimeOffset ReceivedAt { get; } = receivedAt;

    /// <summary>The business number to assume where the body names none.</summary>
    public string? PhoneNumberId { get; } = phoneNumberId;
}
