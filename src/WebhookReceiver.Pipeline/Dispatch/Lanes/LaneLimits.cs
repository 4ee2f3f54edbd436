namespace WebhookReceiver.Dispatch;

/// <summary>
/// How much may be in the lanes. The pump waits when one of these is reached; what waits meanwhile stays on disk, or, in a store that has none, in the channel, which
/// fills up in turn until the door says 503. Lanes that wait for another attempt or for a place never count: beyond a number they are packed.
/// </summary>
internal sealed class LaneLimits
{
    /// <summary>How many events of a lane that was packed are brought back into memory at a time.</summary>
    public const int Refill = 32;

    /// <summary>
    /// How many bytes of distinct bodies are kept in memory for the events in the lanes. Each is held until the last of its events has left; the events themselves
    /// cost about as much again.
    /// </summary>
    public long MemoryBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>How many events are kept in memory as they were read. Bounds a body of small events, whose objects are larger than their bytes.</summary>
    public int MemoryEvents { get; init; } = 5_000;

    /// <summary>How many events may wait in lanes in memory: about 100 bytes each when they have to be read again.</summary>
    public int Waiting { get; init; } = 200_000;

    /// <summary>
    /// How many conversations may be ready to be served, about 300 bytes each. Those in progress are bounded by the places of their handlers; and where half of this are in
    /// memory, one that has to wait for another attempt or for a place is packed, about 50 bytes, so that it never stands in the way of those that can be served.
    /// </summary>
    public int Lanes { get; init; } = 20_000;

    /// <summary>How many events of one conversation wait in memory; those behind them are packed, 24 bytes each.</summary>
    public int LaneLength { get; init; } = 1_000;

    /// <summary>How many events may be packed: 24 bytes each, and up to 50 for its conversation. The pump waits beyond that. Those that follow one another in their delivery count as one.</summary>
    public int Packed { get; init; } = 10_000_000;

    /// <summary>
    /// How many events of one delivery are put into the lanes as they are read, as many as Meta puts into a batch. The rest of a larger one is put there by its places alone,
    /// and none of it has its turn before all but so many of those before it are finished or wait for another attempt.
    /// </summary>
    public int Portion { get; init; } = 1_000;

    /// <summary>How many conversations of the rest of a large delivery may be ready, in progress or waiting for a place: all others go on beside it.</summary>
    public int PortionLanes { get; init; } = 64;

    /// <summary>How many events are kept of deliveries that were read again, because their next event is likely to be needed next.</summary>
    public int Reread { get; init; } = 20_000;
}
