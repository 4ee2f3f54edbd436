using System.Text.Json.Serialization;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Dispatch;
using WebhookReceiver.Inbox;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Operators;

/// <summary>A step in the life of an event, in the shape of an event of <c>/api/events</c>. It says nothing of what people wrote.</summary>
public sealed record LiveEvent
{
    /// <summary>The idempotency key.</summary>
    [JsonPropertyName("key")]
    public required string Key { get; init; }

    /// <summary>The type, as in the event log.</summary>
    [JsonPropertyName("type")]
    public required string Type { get; init; }

    /// <summary>The endpoint that received it.</summary>
    [JsonPropertyName("endpoint")]
    public required string Endpoint { get; init; }

    /// <summary>The WhatsApp Business Account.</summary>
    [JsonPropertyName("account")]
    public string? Account { get; init; }

    /// <summary>The business number.</summary>
    [JsonPropertyName("phone_number_id")]
    public string? PhoneNumberId { get; init; }

    /// <summary>The conversation it belongs to.</summary>
    [JsonPropertyName("conversation")]
    public string? Conversation { get; init; }

    /// <summary>The id of the message that it is or concerns.</summary>
    [JsonPropertyName("message_id")]
    public string? MessageId { get; init; }

    /// <summary>The delivery that contained it.</summary>
    [JsonPropertyName("delivery_id")]
    public required Guid DeliveryId { get; init; }

    /// <summary>The sequence number of that delivery; null in a store without them.</summary>
    [JsonPropertyName("sequence")]
    public long? Sequence { get; init; }

    /// <summary>When that delivery was received.</summary>
    [JsonPropertyName("received_at")]
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When it happened, by Meta's clock.</summary>
    [JsonPropertyName("occurred_at")]
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary><c>open</c>, <c>retrying</c>, <c>handled</c>, <c>dead</c> or <c>duplicate</c>.</summary>
    [JsonPropertyName("state")]
    public required string State { get; init; }

    internal static LiveEvent Of(Delivery delivery, WhatsAppEvent message, EventSighting sighting) => new()
    {
        Key = message.Key.ToString(),
        Type = message.Type,
        Endpoint = delivery.Endpoint,
        Account = message.Account,
        PhoneNumberId = message.PhoneNumberId,
        Conversation = message.ConversationKey,
        MessageId = MessageIds.Of(message),
        DeliveryId = delivery.Id,
        Sequence = delivery.Position == DeliveryPosition.None ? null : delivery.Position.Sequence,
        ReceivedAt = delivery.ReceivedAt,
        OccurredAt = message.OccurredAt,
        State = sighting switch
        {
            EventSighting.Arrived => "open",
            EventSighting.Duplicate => "duplicate",
            EventSighting.Retrying => "retrying",
            EventSighting.GivenUp => "dead",
            _ => "handled",
        },
    };
}
