using System.Text.Json.Serialization;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary>The person whose data is to be erased.</summary>
/// <param name="User">A phone number, a business-scoped user id or a username.</param>
public sealed record ErasureRequest([property: JsonPropertyName("user")] string? User);

/// <summary>What was erased, and what remains and until when: evidence for the person who requested it. It contains the person's other ids, and so is itself personal data.</summary>
public sealed record ErasureReport
{
    /// <summary>When the erasure took place.</summary>
    [JsonPropertyName("erased_at")]
    public required DateTimeOffset ErasedAt { get; init; }

    /// <summary>The dead letters that were removed.</summary>
    [JsonPropertyName("erased_dead_letters")]
    public required IReadOnlyList<Guid> ErasedDeadLetters { get; init; }

    /// <summary>Other people's dead letters from a delivery that also contained data of the person; they keep it until they are handled or discarded.</summary>
    [JsonPropertyName("other_dead_letters")]
    public required IReadOnlyList<Guid> OtherDeadLetters { get; init; }

    /// <summary>Dead letters that cannot be read, so that it is unknown whose they are.</summary>
    [JsonPropertyName("unreadable_dead_letters")]
    public required IReadOnlyList<Guid> UnreadableDeadLetters { get; init; }

    /// <summary>Other ids of the person that were found. Data may be stored under these alone: erase them as well.</summary>
    [JsonPropertyName("also_known_as")]
    public required IReadOnlyList<string> AlsoKnownAs { get; init; }

    /// <summary>Delivery files that contain data of the person.</summary>
    [JsonPropertyName("delivery_segments")]
    public IReadOnlyList<HoldingSegment> DeliverySegments { get; init; } = [];

    /// <summary>Outcome files that contain data of the person, from former dead letters.</summary>
    [JsonPropertyName("outcome_segments")]
    public IReadOnlyList<HoldingSegment> OutcomeSegments { get; init; } = [];

    /// <summary>Copies of damaged bytes. Their content is unknown; delete those you do not need.</summary>
    [JsonPropertyName("damaged_copies")]
    public IReadOnlyList<string> DamagedCopies { get; init; } = [];

    /// <summary>When the last of these files will have been deleted at the latest; null when no file contains anything, or when open deliveries must be handled first.</summary>
    [JsonPropertyName("gone_by")]
    public DateTimeOffset? GoneBy { get; init; }

    /// <summary>Whether no delivery and no outcome on disk contains data of the person.</summary>
    [JsonPropertyName("nothing_left")]
    public bool NothingLeft => DeliverySegments.Count is 0 && OutcomeSegments.Count is 0 && OtherDeadLetters.Count is 0 && UnreadableDeadLetters.Count is 0;

    /// <summary>The places that were not searched.</summary>
    [JsonPropertyName("not_searched")]
    public required IReadOnlyList<string> NotSearched { get; init; }
}

/// <summary>A file that contains data of a person. It is deleted as a whole, when its time has come.</summary>
public sealed record HoldingSegment
{
    /// <summary>Its name.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>How many deliveries, or frames of outcomes, contain data of the person.</summary>
    [JsonPropertyName("holding")]
    public required long Holding { get; init; }

    /// <summary>Whether the file is complete, so that nothing more is written to it.</summary>
    [JsonPropertyName("sealed")]
    public required bool IsSealed { get; init; }

    /// <summary>How many deliveries in it and in older files are still open; the file can only be deleted when there are none.</summary>
    [JsonPropertyName("waits_for")]
    public long WaitsFor { get; init; }

    /// <summary>When it is deleted at the latest, if the service keeps running from now on; null while it waits for open deliveries.</summary>
    [JsonPropertyName("gone_by")]
    public DateTimeOffset? GoneBy { get; init; }

    internal static HoldingSegment Of(HoldingPart part) => new()
    {
        Name = part.Name,
        Holding = part.Records,
        IsSealed = part.IsSealed,
        WaitsFor = part.WaitsFor,
        GoneBy = part.GoneBy,
    };
}
