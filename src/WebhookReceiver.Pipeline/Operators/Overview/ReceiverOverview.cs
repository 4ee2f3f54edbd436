using System.Text.Json.Serialization;

namespace WebhookReceiver.Operators;

/// <summary>Whether it is receiving and handling, at one moment. Counts are those since the start of this process.</summary>
public sealed record ReceiverOverview
{
    /// <summary>The moment.</summary>
    [JsonPropertyName("at")]
    public required DateTimeOffset At { get; init; }

    /// <summary>When the process started.</summary>
    [JsonPropertyName("started_at")]
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Whether a delivery would be accepted now.</summary>
    [JsonPropertyName("ready")]
    public required bool IsReady { get; init; }

    /// <summary><c>ok</c>, <c>degraded</c> or <c>unavailable</c>, as <c>/health/ready</c> says.</summary>
    [JsonPropertyName("state")]
    public required string State { get; init; }

    /// <summary>Why it is not <c>ok</c>.</summary>
    [JsonPropertyName("problems")]
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>Deliveries answered with 200.</summary>
    [JsonPropertyName("accepted")]
    public required long Accepted { get; init; }

    /// <summary>Deliveries that were refused.</summary>
    [JsonPropertyName("refused")]
    public required long Refused { get; init; }

    /// <summary>Events that were finished.</summary>
    [JsonPropertyName("handled")]
    public required long Handled { get; init; }

    /// <summary>Calls of handlers that failed or timed out.</summary>
    [JsonPropertyName("failed")]
    public required long Failed { get; init; }

    /// <summary>Dead letters written.</summary>
    [JsonPropertyName("dead_lettered")]
    public required long DeadLettered { get; init; }

    /// <summary>Over the last ten seconds.</summary>
    [JsonPropertyName("accepted_per_second")]
    public required double AcceptedPerSecond { get; init; }

    /// <summary>Over the last ten seconds.</summary>
    [JsonPropertyName("refused_per_second")]
    public required double RefusedPerSecond { get; init; }

    /// <summary>Over the last ten seconds.</summary>
    [JsonPropertyName("handled_per_second")]
    public required double HandledPerSecond { get; init; }

    /// <summary>The mean time from the moment that Meta names to the end of handling, of the events of this minute and the one before; null when there were none.</summary>
    [JsonPropertyName("lag_seconds")]
    public double? LagSeconds { get; init; }

    /// <summary>The age of the oldest delivery with an event that is not finished; 0 when there is none.</summary>
    [JsonPropertyName("oldest_open_seconds")]
    public required double OldestOpenSeconds { get; init; }

    /// <summary>Deliveries with an event that is not finished.</summary>
    [JsonPropertyName("open_deliveries")]
    public required long OpenDeliveries { get; init; }

    /// <summary>About how many bytes these have; in a store that does not know, of those that are queued in memory.</summary>
    [JsonPropertyName("backlog_bytes")]
    public required long BacklogBytes { get; init; }

    /// <summary>Dead letters that exist now.</summary>
    [JsonPropertyName("dead_letters")]
    public required int DeadLetters { get; init; }

    /// <summary>Those that are being replayed.</summary>
    [JsonPropertyName("replaying")]
    public required int Replaying { get; init; }

    /// <summary>Conversations that wait for the next attempt at an event.</summary>
    [JsonPropertyName("parked_conversations")]
    public required int ParkedConversations { get; init; }

    /// <summary>Copies of bytes that were found damaged.</summary>
    [JsonPropertyName("damaged_copies")]
    public required int DamagedCopies { get; init; }

    /// <summary>Bytes that can still be written; null for a store without a folder.</summary>
    [JsonPropertyName("free_bytes")]
    public long? FreeBytes { get; init; }

    /// <summary>The value of <c>Inbox:Store</c>.</summary>
    [JsonPropertyName("store")]
    public required string Store { get; init; }

    /// <summary>The callback URLs.</summary>
    [JsonPropertyName("endpoints")]
    public required IReadOnlyList<EndpointOverview> Endpoints { get; init; }

    /// <summary>The last hour; left out of the stream of <c>/api/live</c>.</summary>
    [JsonPropertyName("history")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public HistorySeries? History { get; init; }
}
