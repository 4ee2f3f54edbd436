using System.Runtime.InteropServices;

namespace WebhookReceiver.Inbox;

/// <summary>
/// The events settled within the duplicate window, in memory: about 100 bytes each. When there are too many, the oldest are forgotten early. Not thread-safe;
/// guarded by its owner.
/// </summary>
internal sealed class SettledEvents(TimeSpan window, int capacity, TimeProvider clock)
{
    private readonly Dictionary<EventId, long> settled = [];
    private readonly Queue<Entry> byAge = new();

    public int Count => settled.Count;

    public bool Contains(EventId id) => AgeOf(id) is not null;

    /// <summary>How long ago the event was settled; null when it was not, or its window has passed.</summary>
    public TimeSpan? AgeOf(EventId id) => settled.TryGetValue(id, out var at) && clock.GetElapsedTime(at) is var age && age <= window ? age : null;

    public void Add(EventId id)
    {
        var now = clock.GetTimestamp();
        settled[id] = now;
        byAge.Enqueue(new Entry(id, now));

        while (byAge.TryPeek(out var oldest) && (clock.GetElapsedTime(oldest.At, now) > window || settled.Count > capacity))
        {
            byAge.Dequeue();

            // Unless it has been settled again since: then it has a later entry.
            if (settled.TryGetValue(oldest.Id, out var at) && at == oldest.At)
            {
                settled.Remove(oldest.Id);
            }
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Entry(EventId Id, long At);
}
