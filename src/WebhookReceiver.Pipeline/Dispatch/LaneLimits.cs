namespace WebhookReceiver.Dispatch;

/// <summary>
/// How much may be in the lanes. Whoever fills them waits when one of these is reached; what waits meanwhile stays on disk, or, in a store that has none, in the
/// channel, which fills up in turn until the door says 503.
/// </summary>
internal sealed class LaneLimits
{
    /// <summary>
    /// How many bytes of distinct bodies are kept in memory for the events in the lanes. Each is held until the last of its events is through; the events themselves
    /// cost about as much again.
    /// </summary>
    public long HotBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>How many events are kept in memory as they were read. Bounds a body of small events, whose objects are larger than their bytes.</summary>
    public int HotEvents { get; init; } = 10_000;

    /// <summary>
    /// How many events may wait in all. One of a store that has it on disk costs about 100 bytes (its place in the lane and the count of its delivery), so this
    /// is 50 MB: what one conversation gets in eight minutes at 1,000 a second while it waits for its longest retry, and nobody else has to wait for it.
    /// </summary>
    public int Waiting { get; init; } = 500_000;

    /// <summary>How many conversations may have something waiting or in work: about 300 bytes each, 15 MB.</summary>
    public int Lanes { get; init; } = 50_000;

    /// <summary>How many deliveries that were read again are kept, because their next event is likely to be next.</summary>
    public int Reread { get; init; } = 4;
}
