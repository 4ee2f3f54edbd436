namespace WebhookReceiver.Dispatch;

/// <summary>
/// The limits of the lanes. When one is reached the pump waits; deliveries stay on disk meanwhile or, in a store without one, in the channel, which fills up until the door
/// answers 503. Lanes that wait for a retry or for a place never count towards the limits: beyond a certain number they are packed.
/// </summary>
internal sealed class LaneLimits
{
    /// <summary>How many events of a lane that was packed are brought back into memory at a time.</summary>
    public const int Refill = 32;

    /// <summary>
    /// How many bytes of distinct bodies are kept in memory for the events in the lanes. A body is held until the last of its events has left; the events themselves
    /// take about as much again.
    /// </summary>
    public long MemoryBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>How many events are kept in memory as objects. This bounds bodies of small events, whose objects are larger than their bytes.</summary>
    public int MemoryEvents { get; init; } = 5_000;

    /// <summary>How many events may wait in lanes in memory: about 100 bytes each if they are evicted.</summary>
    public int Waiting { get; init; } = 200_000;

    /// <summary>
    /// How many conversations may be ready, about 300 bytes each. Those in progress are bounded by the places of their handlers. When half this number are in memory, a
    /// conversation that has to wait for a retry or for a place is packed, about 50 bytes, so that it never blocks one that can be handled.
    /// </summary>
    public int Lanes { get; init; } = 20_000;

    /// <summary>How many events of one conversation wait in memory; those behind them are packed, 28 bytes each.</summary>
    public int LaneLength { get; init; } = 1_000;

    /// <summary>How many events may be packed: 28 bytes each, and up to 50 for its conversation. Beyond that the pump waits. Consecutive events of a delivery count as one.</summary>
    public int Packed { get; init; } = 10_000_000;

    /// <summary>
    /// How many events of one delivery are put into the lanes as they are read; Meta puts as many into a batch. The rest of a larger delivery is put there by position only,
    /// and none of its events gets a turn until all but this many of the events before it are finished or wait for a retry.
    /// </summary>
    public int Portion { get; init; } = 1_000;

    /// <summary>How many conversations of the rest of a large delivery may be ready, in progress or waiting for a place; other deliveries are handled alongside it.</summary>
    public int PortionLanes { get; init; } = 64;

    /// <summary>How many events of deliveries that were read again are cached, because the next event of such a delivery is likely to be needed next.</summary>
    public int Reread { get; init; } = 20_000;
}
