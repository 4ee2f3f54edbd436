using System.Text.Json.Serialization;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary>What a verification found in an inbox's folder.</summary>
public sealed record InboxVerification
{
    /// <summary>The folder.</summary>
    [JsonPropertyName("directory")]
    public required string Directory { get; init; }

    /// <summary>Whether nothing is damaged and nothing is missing.</summary>
    [JsonPropertyName("sound")]
    public bool IsSound => Deliveries.IsSound && Outcomes.IsSound;

    /// <summary>The journal of accepted deliveries.</summary>
    [JsonPropertyName("deliveries")]
    public required JournalVerification Deliveries { get; init; }

    /// <summary>The journal of their outcomes.</summary>
    [JsonPropertyName("outcomes")]
    public required JournalVerification Outcomes { get; init; }

    /// <summary>Files in the folder <c>damaged</c>: damaged bytes that earlier starts found and quarantined.</summary>
    [JsonPropertyName("damaged_copies")]
    public required int DamagedCopies { get; init; }

    internal static InboxVerification Of(StoreVerification found) => new()
    {
        Directory = found.Location,
        Deliveries = JournalVerification.Of(found.Deliveries),
        Outcomes = JournalVerification.Of(found.Outcomes),
        DamagedCopies = found.DamagedCopies,
    };
}

/// <summary>One of the two journals.</summary>
public sealed record JournalVerification
{
    /// <summary>Its files, the oldest first.</summary>
    [JsonPropertyName("segments")]
    public required IReadOnlyList<SegmentVerification> Segments { get; init; }

    /// <summary>Missing files, by number: another file names them as its predecessor.</summary>
    [JsonPropertyName("missing")]
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>Numbers that no frame has: they belong to writes that failed and were not acknowledged, or to what is damaged or missing.</summary>
    [JsonPropertyName("gaps")]
    public required IReadOnlyList<SequenceRange> Gaps { get; init; }

    /// <summary>The number of intact frames.</summary>
    [JsonPropertyName("frames")]
    public long Frames => Segments.Sum(static segment => segment.Frames);

    /// <summary>The total length of the files.</summary>
    [JsonPropertyName("bytes")]
    public long Bytes => Segments.Sum(static segment => segment.Bytes);

    /// <summary>Whether nothing is damaged and nothing is missing.</summary>
    [JsonPropertyName("sound")]
    public bool IsSound => Missing.Count is 0 && Segments.All(static segment => segment.IsSound);

    internal static JournalVerification Of(VerifiedParts found) => new()
    {
        Segments = [.. found.Parts.Select(SegmentVerification.Of)],
        Missing = found.Missing,
        Gaps = [.. found.Gaps.Select(static gap => new SequenceRange(gap.From, gap.To))],
    };
}

/// <summary>One file.</summary>
public sealed record SegmentVerification
{
    /// <summary>Its name.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>Its length.</summary>
    [JsonPropertyName("bytes")]
    public required long Bytes { get; init; }

    /// <summary>The number of intact frames.</summary>
    [JsonPropertyName("frames")]
    public required long Frames { get; init; }

    /// <summary>The number of the first intact frame; null when there is none.</summary>
    [JsonPropertyName("first_sequence")]
    public long? FirstSequence { get; init; }

    /// <summary>The number of the last intact frame; null when there is none.</summary>
    [JsonPropertyName("last_sequence")]
    public long? LastSequence { get; init; }

    /// <summary>Whether its header is damaged although frames follow. These are read nevertheless.</summary>
    [JsonPropertyName("header_damaged")]
    public required bool IsHeaderDamaged { get; init; }

    /// <summary>Bytes that had been synced and no longer form a frame.</summary>
    [JsonPropertyName("damage")]
    public required IReadOnlyList<ByteRange> Damage { get; init; }

    /// <summary>Intact frames that this version does not understand.</summary>
    [JsonPropertyName("not_understood")]
    public required long NotUnderstood { get; init; }

    /// <summary>Bytes after the last intact frame that were never acknowledged as safe: a write that was cut off or is still in progress.</summary>
    [JsonPropertyName("tail_bytes")]
    public required long TailBytes { get; init; }

    /// <summary>Whether nothing in it is damaged.</summary>
    [JsonPropertyName("sound")]
    public bool IsSound => !IsHeaderDamaged && Damage.Count is 0 && NotUnderstood is 0;

    internal static SegmentVerification Of(VerifiedPart found) => new()
    {
        Name = found.Name,
        Bytes = found.Bytes,
        Frames = found.Records,
        FirstSequence = found.First,
        LastSequence = found.Last,
        IsHeaderDamaged = found.IsHeaderDamaged,
        Damage = [.. found.Damage.Select(static range => new ByteRange(range.Offset, range.Length))],
        NotUnderstood = found.NotUnderstood,
        TailBytes = found.TailBytes,
    };
}

/// <summary>A range of bytes in a file.</summary>
/// <param name="Offset">The first byte.</param>
/// <param name="Length">How many bytes.</param>
public sealed record ByteRange([property: JsonPropertyName("offset")] long Offset, [property: JsonPropertyName("length")] long Length);

/// <summary>A range of sequence numbers.</summary>
/// <param name="From">The first number.</param>
/// <param name="To">The last number.</param>
public sealed record SequenceRange([property: JsonPropertyName("from")] long From, [property: JsonPropertyName("to")] long To);
