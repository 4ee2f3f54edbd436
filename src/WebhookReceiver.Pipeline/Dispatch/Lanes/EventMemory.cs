namespace WebhookReceiver.Dispatch;

/// <summary>How much memory the events in the lanes take, and whether there is more for them. From any thread.</summary>
internal sealed class EventMemory(LaneLimits limits)
{
    private long bytes;
    private int events;

    /// <summary>Fires when there is room again.</summary>
    public Signal Freed { get; } = new();

    public long Bytes => Interlocked.Read(ref bytes);

    public int Count => Volatile.Read(ref events);

    /// <summary>Room for one body of that size with at least one event. One alone always fits, however large.</summary>
    public bool HasRoomFor(int size) => Count is 0 || (Bytes + size <= limits.MemoryBytes && HasRoom);

    /// <summary>Room for one more event of a body that is there already.</summary>
    public bool HasRoom => Count < limits.MemoryEvents;

    /// <summary>Room for something of a size that is not known yet; the last one in may go beyond the bytes by its own size.</summary>
    public bool HasRoomForMore => HasRoom && Bytes < limits.MemoryBytes;

    /// <summary>Whether half of it is taken: then what has to wait for long makes room.</summary>
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
