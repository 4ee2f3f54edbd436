namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>
/// How often each key came in one body. Made for the worst body, in which every few bytes are another item without an id: 20 bytes for a key, which
/// grow by half, where a dictionary takes more than twice that and doubles.
/// </summary>
/// <remarks>
/// A key is looked for from the place that its own bits name. They are bits of a SHA-256, so nobody can choose items whose places fall together without
/// trying as many times as it would take to send that many bodies.
/// </remarks>
internal sealed class KeyTally
{
    private const int FirstSize = 16;

    private EventKey[] keys = new EventKey[FirstSize];
    private int[] counts = new int[FirstSize];
    private int used;

    /// <summary>Counts the key, and says how often it had come before.</summary>
    public int Add(EventKey key)
    {
        // A fifth of the places is kept free, so that the next free one is near.
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
