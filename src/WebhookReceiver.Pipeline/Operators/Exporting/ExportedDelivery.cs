using System.Text.Json.Serialization;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary>A delivery as it lies on disk.</summary>
public sealed record ExportedDelivery
{
    /// <summary>Its number in the order of acceptance.</summary>
    [JsonPropertyName("sequence")]
    public required long Sequence { get; init; }

    /// <summary>Its id, as handlers see it.</summary>
    [JsonPropertyName("id")]
    public required Guid Id { get; init; }

    /// <summary>The endpoint on which it came.</summary>
    [JsonPropertyName("endpoint")]
    public required string Endpoint { get; init; }

    /// <summary>When it was accepted.</summary>
    [JsonPropertyName("received_at")]
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The business number to assume where the body names none.</summary>
    [JsonPropertyName("phone_number_id")]
    public string? PhoneNumberId { get; init; }

    /// <summary>Whether all of it was handled or became a dead letter.</summary>
    [JsonPropertyName("settled")]
    public required bool IsSettled { get; init; }

    /// <summary>The bytes as they came; base64 in JSON.</summary>
    [JsonPropertyName("body")]
    public required ReadOnlyMemory<byte> Body { get; init; }

    internal static ExportedDelivery Of(StoredDelivery stored) => new()
    {
        Sequence = stored.Number,
        Id = stored.Delivery.Id,
        Endpoint = stored.Delivery.Endpoint,
        ReceivedAt = stored.Delivery.ReceivedAt,
        PhoneNumberId = stored.Delivery.PhoneNumberId,
        IsSettled = stored.IsSettled,
        Body = stored.Delivery.Body,
    };
}

/// <summary>Which deliveries are meant.</summary>
public sealed record DeliveryExportFilter
{
    /// <summary>From this number on.</summary>
    public long From { get; init; }

    /// <summary>Up to this number, which is included.</summary>
    public long To { get; init; } = long.MaxValue;

    /// <summary>Only those of which something is still to be handled.</summary>
    public bool OnlyOpen { get; init; }
}
