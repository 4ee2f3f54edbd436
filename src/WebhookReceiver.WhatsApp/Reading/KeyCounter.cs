namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>
/// Counts how often each key occurs in one body. Built for the worst body, in which every few bytes are another item without an id: 20 bytes for a key, growing
/// by half, where a dictionary takes more than twice that and doubles.
/// </summary>
/// <remarks>
/// The search for a key starts at the index given by its own bits. They are bits of a SHA-256, so nobody can choose items that collide without
/// as many attempts as it would take to send that many bodies.
/// </remarks>
internal sealed class KeyCounter
{
    private const int FirstSize = 16;

    private EventKey[] keys = new EventKey[FirstSize];
    private int[] counts = new int[FirstSize];
    private int used;

    /// <summary>Counts the key, and returns how often it occurred before.</summary>
    public int Add(EventKey key)
    {
        // A fifth of the entries is kept free, so that the next free one is near.
        if (used >= keys.Length / 5 * 4)
        {
            Grow();
        }

        var place = PlaceOf(key);

        if (counts[place] is 0)
        {
            keys[place] = key;
            used++;
        }

        return counts[place]++;
    }

    private int PlaceOf(EventKey key)
    {
        var place = (int)Math.BigMul((ulong)key.Value, (ulong)keys.Length, out _);

        while (counts[place] is not 0 && keys[place] != key)
        {
            place = place + 1 < keys.Length ? place + 1 : 0;
        }

        return place;
    }

    private void Grow()
    {
        var (oldKeys, oldCounts) = (keys, counts);
        var size = oldKeys.Length + (oldKeys.Length / 2);
        keys = new EventKey[size];
        counts = new int[size];

        for (var index = 0; index < oldKeys.Length; index++)
        {
            if (oldCounts[index] is not 0)
            {
                var place = PlaceOf(oldKeys[index]);
                keys[place] = oldKeys[index];
                counts[place] = oldCounts[index];
            }
        }
    }
}
