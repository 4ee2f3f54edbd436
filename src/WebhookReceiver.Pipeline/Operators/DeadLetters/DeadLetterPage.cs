using System.Text.Json.Serialization;

namespace WebhookReceiver.Operators;

/// <summary>Some dead letters in the order of their ids, which is that in which they became dead letters.</summary>
public sealed record DeadLetterPage
{
    /// <summary>Those of this page.</summary>
    [JsonPropertyName("dead_letters")]
    public required IReadOnlyList<DeadLetterSummary> DeadLetters { get; init; }

    /// <summary>How many fit the filter, on all pages.</summary>
    [JsonPropertyName("total")]
    public required int Total { get; init; }

    /// <summary>To be given as <c>after</c> for the next page; null on the last.</summary>
    [JsonPropertyName("next")]
    public Guid? Next { get; init; }
}

/// <summary>What came of asking for the replay of several dead letters.</summary>
public sealed record ReplayReport
{
    /// <summary>How many fit the filter.</summary>
    [JsonPropertyName("found")]
    public required int Found { get; init; }

    /// <summary>How many are on their way to their handlers.</summary>
    [JsonPropertyName("replaying")]
    public required int Replaying { get; init; }

    /// <summary>How many were on their way already, or gone before their turn came.</summary>
    [JsonPropertyName("skipped")]
    public required int Skipped { get; init; }

    /// <summary>How many cannot be read, now or any more.</summary>
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
