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

/// <summary>The result of a request to replay several dead letters.</summary>
public sealed record ReplayReport
{
    /// <summary>How many match the filter.</summary>
    [JsonPropertyName("found")]
    public required int Found { get; init; }

    /// <summary>How many are being replayed by this request.</summary>
    [JsonPropertyName("replaying")]
    public required int Replaying { get; init; }

    /// <summary>How many were already being replayed, or were gone before their turn.</summary>
    [JsonPropertyName("skipped")]
    public required int Skipped { get; init; }

    /// <summary>How many cannot be read, at the moment or ever.</summary>
    [JsonPropertyName("unreadable")]
    public required int Unreadable { get; init; }

    internal static ReplayReport Of(IReadOnlyDictionary<DeadLetterResult, int> counts)
    {
        return new ReplayReport
        {
            Found = counts.Values.Sum(),
            Replaying = CountOf(DeadLetterResult.Done),
            Skipped = CountOf(DeadLetterResult.Replaying) + CountOf(DeadLetterResult.NotFound),
            Unreadable = CountOf(DeadLetterResult.Unreadable) + CountOf(DeadLetterResult.Unavailable),
        };

        int CountOf(DeadLetterResult result) => counts.GetValueOrDefault(result);
    }
}
