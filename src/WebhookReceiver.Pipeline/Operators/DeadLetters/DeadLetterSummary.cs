using System.Text.Json.Serialization;

namespace WebhookReceiver.Operators;

/// <summary>A dead letter without what the person wrote: enough to decide what to do with it. The conversation identifies the person.</summary>
public record DeadLetterSummary
{
    /// <summary>The id by which it is shown, replayed and discarded.</summary>
    [JsonPropertyName("id")]
    public required Guid Id { get; init; }

    /// <summary>The event's idempotency key.</summary>
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

    /// <summary>Meta's id of the message that the event is or concerns; null when it concerns none.</summary>
    [JsonPropertyName("message_id")]
    public string? MessageId { get; init; }

    /// <summary>The delivery that contained it.</summary>
    [JsonPropertyName("delivery_id")]
    public required Guid DeliveryId { get; init; }

    /// <summary>When it was received.</summary>
    [JsonPropertyName("received_at")]
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When it happened, by Meta's clock.</summary>
    [JsonPropertyName("occurred_at")]
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>The name of the handler that failed; null when the event reached none.</summary>
    [JsonPropertyName("handler")]
    public string? Handler { get; init; }

    /// <summary>Why it is a dead letter: <c>attempts exhausted</c>, <c>never retry</c>, <c>handler missing</c>, <c>stale</c>, <c>process died</c>, <c>unreadable on disk</c>.</summary>
    [JsonPropertyName("cause")]
    public required string Cause { get; init; }

    /// <summary>The type of the last exception.</summary>
    [JsonPropertyName("exception_type")]
    public string? ExceptionType { get; init; }

    /// <summary>How often the handler was called for it.</summary>
    [JsonPropertyName("attempts")]
    public int Attempts { get; init; }

    /// <summary>When the handler was first called.</summary>
    [JsonPropertyName("first_attempt_at")]
    public DateTimeOffset FirstAttemptAt { get; init; }

    /// <summary>When the handler was last called.</summary>
    [JsonPropertyName("last_attempt_at")]
    public required DateTimeOffset LastAttemptAt { get; init; }

    /// <summary>How often it was replayed.</summary>
    [JsonPropertyName("replays")]
    public int Replays { get; init; }

    /// <summary>Whether a replay has been requested and is not finished.</summary>
    [JsonPropertyName("replaying")]
    public bool IsReplaying { get; init; }

    /// <summary>Whether its record on disk cannot be read, at the moment or ever: then only id, type, endpoint, handler, cause, exception type and the time of the last attempt are known.</summary>
    [JsonPropertyName("unreadable")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsUnreadable { get; init; }
}
