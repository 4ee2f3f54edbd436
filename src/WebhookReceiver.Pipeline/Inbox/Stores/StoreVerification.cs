namespace WebhookReceiver.Inbox;

/// <summary>What a store found when it read all that it keeps.</summary>
/// <param name="Location">Where it is.</param>
/// <param name="Deliveries">What was accepted.</param>
/// <param name="Outcomes">The outcomes of it.</param>
/// <param name="DamagedCopies">Copies of bytes that earlier starts found damaged.</param>
internal sealed record StoreVerification(string Location, VerifiedParts Deliveries, VerifiedParts Outcomes, int DamagedCopies);

/// <summary>The parts of one kind.</summary>
/// <param name="Parts">Those that are there, the oldest first.</param>
/// <param name="Missing">The names of those that should be there and are not.</param>
/// <param name="Gaps">Numbers that no record has, each with the last one in a row.</param>
internal sealed record VerifiedParts(IReadOnlyList<VerifiedPart> Parts, IReadOnlyList<string> Missing, IReadOnlyList<(long From, long To)> Gaps);

/// <summary>One part.</summary>
internal sealed record VerifiedPart
{
    public required string Name { get; init; }

    public required long Bytes { get; init; }

    /// <summary>How many records are whole.</summary>
    public required long Records { get; init; }

    /// <summary>The number of the first whole record; null when there is none.</summary>
    public long? First { get; init; }

    /// <summary>The number of the last whole record; null when there is none.</summary>
    public long? Last { get; init; }

    /// <summary>Whether what the part says about itself is damaged while its records can be read.</summary>
    public bool IsHeaderDamaged { get; init; }

    /// <summary>Bytes that are no record although they had been made durable.</summary>
    public IReadOnlyList<(long Offset, long Length)> Damage { get; init; } = [];

    /// <summary>Records that are whole and that this program does not understand.</summary>
    public long NotUnderstood { get; init; }

    /// <summary>Bytes of a write that was cut off before anybody was told that it is safe, or that is going on.</summary>
    public long TailBytes { get; init; }
}
