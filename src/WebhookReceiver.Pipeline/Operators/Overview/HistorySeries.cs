using System.Text.Json.Serialization;

namespace WebhookReceiver.Operators;

/// <summary>What happened in each minute of the last hour, the current minute last. A minute before the start of the service has zeros.</summary>
public sealed record HistorySeries
{
    /// <summary>How long each step is.</summary>
    [JsonPropertyName("step_seconds")]
    public required int StepSeconds { get; init; }

    /// <summary>When the first step began.</summary>
    [JsonPropertyName("from")]
    public required DateTimeOffset From { get; init; }

    /// <summary>Deliveries answered with 200.</summary>
    [JsonPropertyName("accepted")]
    public required IReadOnlyList<long> Accepted { get; init; }

    /// <summary>Deliveries that were refused.</summary>
    [JsonPropertyName("refused")]
    public required IReadOnlyList<long> Refused { get; init; }

    /// <summary>Events that were finished.</summary>
    [JsonPropertyName("handled")]
    public required IReadOnlyList<long> Handled { get; init; }

    /// <summary>Calls of handlers that failed or timed out.</summary>
    [JsonPropertyName("failed")]
    public required IReadOnlyList<long> Failed { get; init; }
}
