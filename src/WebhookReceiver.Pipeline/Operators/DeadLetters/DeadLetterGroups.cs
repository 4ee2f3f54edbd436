using System.Text.Json.Serialization;

namespace WebhookReceiver.Operators;

/// <summary>The dead letters that match a filter, counted by handler, exception type and cause.</summary>
public sealed record DeadLetterGroups
{
    /// <summary>How many match the filter.</summary>
    [JsonPropertyName("total")]
    public required int Total { get; init; }

    /// <summary>The groups, the largest first.</summary>
    [JsonPropertyName("groups")]
    public required IReadOnlyList<DeadLetterGroup> Groups { get; init; }
}

/// <summary>Dead letters that the same handler could not handle for the same reason.</summary>
public sealed record DeadLetterGroup
{
    /// <summary>The name of the handler that failed; null when the events reached none.</summary>
    [JsonPropertyName("handler")]
    public string? Handler { get; init; }

    /// <summary>The full name of the type of the last exception; null when there was none.</summary>
    [JsonPropertyName("exception_type")]
    public string? ExceptionType { get; init; }

    /// <summary>Why they are dead letters.</summary>
    [JsonPropertyName("cause")]
    public required string Cause { get; init; }

    /// <summary>How many there are.</summary>
    [JsonPropertyName("count")]
    public required int Count { get; init; }

    /// <summary>The earliest last attempt.</summary>
    [JsonPropertyName("oldest")]
    public required DateTimeOffset Oldest { get; init; }

    /// <summary>The latest last attempt.</summary>
    [JsonPropertyName("newest")]
    public required DateTimeOffset Newest { get; init; }
}
