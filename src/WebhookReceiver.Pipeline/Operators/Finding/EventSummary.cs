using System.Text.Json.Serialization;

namespace WebhookReceiver.Operators;

/// <summary>A stored event without what people wrote. The conversation identifies the person.</summary>
public record EventSummary
{
    /// <summary>The event's idempotency key: 32 hexadecimal digits. Log lines have the first 12.</summary>
    [JsonPropertyName("key")]
    public required string Key { get; init; }

    /// <summary>The event's type, as in the event log.</summary>
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

    /// <summary>The id that Meta gave to the message or call it is about.</summary>
    [JsonPropertyName("message_id")]
    public string? MessageId { get; init; }

    /// <summary>The delivery that contained it.</summary>
    [JsonPropertyName("delivery_id")]
    public required Guid DeliveryId { get; init; }

    /// <summary>The store's number for the delivery.</summary>
    [JsonPropertyName("sequence")]
    public required long Sequence { get; init; }

    /// <summary>When it was received.</summary>
    [JsonPropertyName("received_at")]
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When it happened, by Meta's clock.</summary>
    [JsonPropertyName("occurred_at")]
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>How far it has progressed. A repetition of an event has the state of the event.</summary>
    [JsonPropertyName("state")]
    public required EventState State { get; init; }
}

/// <summary>A page of events, newest first.</summary>
public sealed record EventPage
{
    /// <summary>The events of this page.</summary>
    [JsonPropertyName("events")]
    public required IReadOnlyList<EventSummary> Events { get; init; }

    /// <summary>The value of <c>after</c> for the next page; null when there is nothing more.</summary>
    [JsonPropertyName("next")]
    public string? Next { get; init; }

    /// <summary>False when the search was cut short by its time limit before the page was full; <see cref="Next"/> continues it.</summary>
    [JsonPropertyName("complete")]
    public required bool IsComplete { get; init; }

    /// <summary>How far back the search went: what was received after this has been looked at. Null when nothing was.</summary>
    [JsonPropertyName("searched_back_to")]
    public DateTimeOffset? SearchedBackTo { get; init; }
}
