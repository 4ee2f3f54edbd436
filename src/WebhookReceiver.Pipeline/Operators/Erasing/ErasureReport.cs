using System.Text.Json.Serialization;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary>Whose data is to be erased.</summary>
/// <param name="User">A phone number, a business-scoped user id or a username.</param>
public sealed record ErasureRequest([property: JsonPropertyName("user")] string? User);

/// <summary>What was erased, and what is still there and until when: a proof for whoever asked. Names the person's other ids, and is personal data itself.</summary>
public sealed record ErasureReport
{
    /// <summary>When it was done.</summary>
    [JsonPropertyName("erased_at")]
    public required DateTimeOffset ErasedAt { get; init; }

    /// <summary>The dead letters that were removed.</summary>
    [JsonPropertyName("erased_dead_letters")]
    public required IReadOnlyList<Guid> ErasedDeadLetters { get; init; }

    /// <summary>Dead letters of others that came in one delivery with something of the person, and hold it until they are handled or discarded.</summary>
    [JsonPropertyName("other_dead_letters")]
    public required IReadOnlyList<Guid> OtherDeadLetters { get; init; }

    /// <summary>Dead letters whose body cannot be read, so that nobody can say.</summary>
    [JsonPropertyName("unreadable_dead_letters")]
    public required IReadOnlyList<Guid> UnreadableDeadLetters { get; init; }

    /// <summary>Other ids of the person that were come across. Something may be kept under these alone: erase them as well.</summary>
    [JsonPropertyName("also_known_as")]
    public required IReadOnlyList<string> AlsoKnownAs { get; init; }

    /// <summary>Files of deliveries that hold something of the person.</summary>
    [JsonPropertyName("delivery_segments")]
    public IReadOnlyList<HoldingSegment> DeliverySegments { get; init; } = [];

    /// <summary>Files of outcomes that hold something of the person: the dead letters that were.</summary>
    [JsonPropertyName("outcome_segments")]
    public IReadOnlyList<HoldingSegment> OutcomeSegments { get; init; } = [];

    /// <summary>Copies of damaged bytes. What is in them cannot be told; delete those that are not needed.</summary>
    [JsonPropertyName("damaged_copies")]
    public IReadOnlyList<string> DamagedCopies { get; init; } = [];

    /// <summary>When the last of these files is gone at the latest; null when nothing holds anything, or when open deliveries must be handled first.</summary>
    [JsonPropertyName("gone_by")]
    public DateTimeOffset? GoneBy { get; init; }

    /// <summary>Whether no delivery and no outcome on disk holds anything of the person.</summary>
    [JsonPropertyName("nothing_left")]
    public bool NothingLeft => DeliverySegments.Count is 0 && OutcomeSegments.Count is 0 && OtherDeadLetters.Count is 0 && UnreadableDeadLetters.Count is 0;

    /// <summary>Where nobody has looked.</summary>
    [JsonPropertyName("not_searched")]
    public required IReadOnlyList<string> NotSearched { get; init; }
}

/// <summary>A file that holds something of a person. It goes as a whole, in its time.</summary>
public sealed record HoldingSegment
{
    /// <summary>Its name.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>How many deliveries, or frames of outcomes, hold something.</summary>
    [JsonPropertyName("holding")]
    public required long Holding { get; init; }

    /// <summary>Whether nothing more is written to it.</summary>
    [JsonPropertyName("sealed")]
    public required bool IsSealed { get; init; }

    /// <summary>Deliveries in it and in older files that are not handled yet; only when there are none can it go.</summary>
    [JsonPropertyName("waits_for")]
    public long WaitsFor { get; init; }

    /// <summary>When it is deleted at the latest, if the service runs from now on; null while it waits for open deliveries.</summary>
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
