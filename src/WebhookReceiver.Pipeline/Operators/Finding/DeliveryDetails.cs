using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace WebhookReceiver.Operators;

/// <summary>A stored delivery: one POST of a sender.</summary>
public record DeliverySummary
{
    /// <summary>Its id, as in the log.</summary>
    [JsonPropertyName("id")]
    public required Guid Id { get; init; }

    /// <summary>The store's number for it.</summary>
    [JsonPropertyName("sequence")]
    public required long Sequence { get; init; }

    /// <summary>The endpoint that received it.</summary>
    [JsonPropertyName("endpoint")]
    public required string Endpoint { get; init; }

    /// <summary>When it was received.</summary>
    [JsonPropertyName("received_at")]
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The length of its body.</summary>
    [JsonPropertyName("bytes")]
    public required int Bytes { get; init; }

    /// <summary>The number of its events.</summary>
    [JsonPropertyName("event_count")]
    public required int EventCount { get; init; }

    /// <summary>Whether all its events were handled or became dead letters.</summary>
    [JsonPropertyName("settled")]
    public required bool IsSettled { get; init; }
}

/// <summary>A stored delivery with its events.</summary>
public sealed record DeliveryDetails : DeliverySummary
{
    /// <summary>Creates empty details.</summary>
    [JsonConstructor]
    public DeliveryDetails()
    {
    }

    [SetsRequiredMembers]
    internal DeliveryDetails(DeliverySummary summary)
        : base(summary)
    {
    }

    /// <summary>Its events, in their order; of a large one the first 1,000.</summary>
    [JsonPropertyName("events")]
    public IReadOnlyList<EventSummary> Events { get; init; } = [];
}

/// <summary>A page of deliveries, newest first.</summary>
public sealed record DeliveryPage
{
    /// <summary>The deliveries of this page.</summary>
    [JsonPropertyName("deliveries")]
    public required IReadOnlyList<DeliverySummary> Deliveries { get; init; }

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
