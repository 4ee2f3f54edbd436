using System.Runtime.InteropServices;

namespace WebhookReceiver.Inbox;

/// <summary>
/// The events that came to their end inside the duplicate window, in memory: about 100 bytes each. When there are too many the oldest are forgotten before their time.
/// Guarded by its owner.
/// </summary>
internal sealed class SettledEvents(TimeSpan window, int capacity, TimeProvider clock)
{
    private readonly Dictionary<EventId, long> settled = [];
    private readonly Queue<Entry> byAge = new();

    public int Count => settled.Count;

    public bool Contains(EventId id) => AgeOf(id) is not null;

    /// <summary>How long ago the event was settled; null when it was not, or its window is over.</summary>
    public TimeSpan? AgeOf(EventId id) => settled.TryGetValue(id, out var at) && clock.GetElapsedTime(at) is var age && age <= window ? age : null;

    public void Add(EventId id)
    {
        var now = clock.GetTimestamp();
        settled[id] = now;
        byAge.Enqueue(new Entry(id, now));

        while (byAge.TryPeek(out var oldest) && (clock.GetElapsedTime(oldest.At, now) > window || settled.Count > capacity))
        {
            byAge.Dequeue();

            // Unless it was settled again since: then there is a later entry for it.
            if (settled.TryGetValue(oldest.Id, out var at) && at == oldest.At)
            {
                settled.Remove(oldest.Id);
            }
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Entry(EventId Id, long At);
}
