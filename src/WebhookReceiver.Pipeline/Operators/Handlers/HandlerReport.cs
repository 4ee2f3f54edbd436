using System.Text.Json.Serialization;

namespace WebhookReceiver.Operators;

/// <summary>A handler: whether it is called, and what its calls have come to since the start.</summary>
public sealed record HandlerReport
{
    /// <summary>Its name.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary><c>running</c> or <c>paused</c>.</summary>
    [JsonPropertyName("state")]
    public required string State { get; init; }

    /// <summary>When it was paused; null when it is not.</summary>
    [JsonPropertyName("paused_at")]
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>Who paused it, as in the audit log; null when it is not paused.</summary>
    [JsonPropertyName("paused_by")]
    public string? PausedBy { get; init; }

    /// <summary>How many calls of it, or of its predicate, are in progress.</summary>
    [JsonPropertyName("in_progress")]
    public int InProgress { get; init; }

    /// <summary>How many conversations wait for it.</summary>
    [JsonPropertyName("waiting")]
    public int Waiting { get; init; }

    /// <summary>How many calls succeeded.</summary>
    [JsonPropertyName("handled")]
    public long Handled { get; init; }

    /// <summary>How many calls ended in an exception.</summary>
    [JsonPropertyName("failed")]
    public long Failed { get; init; }

    /// <summary>How many calls timed out.</summary>
    [JsonPropertyName("timed_out")]
    public long TimedOut { get; init; }

    /// <summary>How many failed calls were or will be retried.</summary>
    [JsonPropertyName("retried")]
    public long Retried { get; init; }

    /// <summary>How many events became dead letters.</summary>
    [JsonPropertyName("dead_lettered")]
    public long DeadLettered { get; init; }

    /// <summary>How long a call takes on average; null before the first has ended.</summary>
    [JsonPropertyName("mean_seconds")]
    public double? MeanSeconds { get; init; }

    /// <summary>How long 99 of 100 calls take at most, exact to a tenth of it; null before the first has ended.</summary>
    [JsonPropertyName("p99_seconds")]
    public double? P99Seconds { get; init; }
}

/// <summary>The handlers, in the order in which they were added.</summary>
/// <param name="Handlers">The handlers.</param>
public sealed record HandlerList([property: JsonPropertyName("handlers"), JsonRequired] IReadOnlyList<HandlerReport> Handlers);
