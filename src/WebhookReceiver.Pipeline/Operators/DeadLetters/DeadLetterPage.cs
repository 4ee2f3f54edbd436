using System.Text.Json.Serialization;

namespace WebhookReceiver.Operators;

/// <summary>A page of dead letters, the newest first: ordered by id, which is the order in which they became dead letters.</summary>
public sealed record DeadLetterPage
{
    /// <summary>The dead letters of this page.</summary>
    [JsonPropertyName("dead_letters")]
    public required IReadOnlyList<DeadLetterSummary> DeadLetters { get; init; }

    /// <summary>How many match the filter, on all pages.</summary>
    [JsonPropertyName("total")]
    public required int Total { get; init; }

    /// <summary>The value of <c>after</c> for the next page; null on the last page.</summary>
    [JsonPropertyName("next")]
    public Guid? Next { get; init; }
}
