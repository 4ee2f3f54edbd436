namespace WebhookReceiver.Dispatch;

/// <summary>Counts the events in the lanes that are kept in memory, and decides whether there is room for more. Thread-safe.</summary>
internal sealed class EventMemory(LaneLimits limits)
{
    private long bytes;
    private int events;

    /// <summary>Fires when there is room again.</summary>
    public Signal Freed { get; } = new();

    public long Bytes => Interlocked.Read(ref bytes);

    public int Count => Volatile.Read(ref events);

    /// <summary>Whether there is room for a body of that size with at least one event. A single body always fits, whatever its size.</summary>
    public bool HasRoomFor(int size) => Count is 0 || (Bytes + size <= limits.MemoryBytes && HasRoom);

    /// <summary>Whether there is room for one more event of a body that is in memory already.</summary>
    public bool HasRoom => Count < limits.MemoryEvents;

    /// <summary>Whether there is room for a body of unknown size; the last one admitted may exceed the limit by its own size.</summary>
    public bool HasRoomForMore => HasRoom && Bytes < limits.MemoryBytes;

    /// <summary>Whether more than half is used: events that have to wait are then evicted.</summary>
    public bool IsCrowded => Count > limits.MemoryEvents / 2 || Bytes > limits.MemoryBytes / 2;

    public void BodyEntered(int size) => Interlocked.Add(ref bytes, size);

    public void BodyLeft(int size)
    {
        Interlocked.Add(ref bytes, -size);
        Freed.Set();
    }

    public void EventEntered() => Interlocked.Increment(ref events);

    public void EventLeft()
    {
        Interlocked.Decrement(ref events);
        Freed.Set();
    }
}
