namespace WebhookReceiver.Inbox;

/// <summary>What a store found when it read everything it keeps.</summary>
/// <param name="Location">Where it is.</param>
/// <param name="Deliveries">The accepted deliveries.</param>
/// <param name="Outcomes">Their outcomes.</param>
/// <param name="DamagedCopies">The number of copies of bytes that were found damaged earlier.</param>
internal sealed record StoreVerification(string Location, VerifiedParts Deliveries, VerifiedParts Outcomes, int DamagedCopies);

/// <summary>The parts of one kind.</summary>
/// <param name="Parts">The existing parts, oldest first.</param>
/// <param name="Missing">The names of missing parts.</param>
/// <param name="Gaps">Ranges of numbers that no record has.</param>
internal sealed record VerifiedParts(IReadOnlyList<VerifiedPart> Parts, IReadOnlyList<string> Missing, IReadOnlyList<(long From, long To)> Gaps);

/// <summary>One part.</summary>
internal sealed record VerifiedPart
{
    public required string Name { get; init; }

    public required long Bytes { get; init; }

    /// <summary>The number of intact records.</summary>
    public required long Records { get; init; }

    /// <summary>The number of the first intact record; null when there is none.</summary>
    public long? First { get; init; }

    /// <summary>The number of the last intact record; null when there is none.</summary>
    public long? Last { get; init; }

    /// <summary>Whether the part's header is damaged while its records can be read.</summary>
    public bool IsHeaderDamaged { get; init; }

    /// <summary>Byte ranges that had been made durable and are not a valid record.</summary>
    public IReadOnlyList<(long Offset, long Length)> Damage { get; init; } = [];

    /// <summary>Intact records that this program does not understand.</summary>
    public long NotUnderstood { get; init; }

    /// <summary>Bytes of a write that was cut off before it was acknowledged, or that is in progress.</summary>
    public long TailBytes { get; init; }
}
