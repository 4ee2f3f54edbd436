namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Keys of settled events and when that was, by open addressing: 20 bytes a place and no objects. Keys are cut from a SHA-256, so their own bits are the hash;
/// nobody can choose them to collide without breaking that.
/// </summary>
internal sealed class KeyTable
{
    private UInt128[] keys = new UInt128[1024];
    private uint[] times = new uint[1024];

    public int Count { get; private set; }

    /// <summary>The earliest and the latest time in it, in seconds of inbox time.</summary>
    public (uint From, uint To) Times { get; private set; } = (uint.MaxValue, 0);

    public uint? TimeOf(UInt128 key)
    {
        var place = PlaceOf(keys, Stored(key));
        return keys[place] == UInt128.Zero ? null : times[place];
    }

    /// <summary>Adds a key, or renews its time.</summary>
    public void Add(UInt128 key, uint time)
    {
        var place = PlaceOf(keys, Stored(key));

        if (keys[place] == UInt128.Zero)
        {
            if (++Count * 4L > keys.Length * 3L)
            {
                Grow();
                place = PlaceOf(keys, Stored(key));
            }

            keys[place] = Stored(key);
        }

        times[place] = time;
        Times = (Math.Min(Times.From, time), Math.Max(Times.To, time));
    }

    public IEnumerable<(UInt128 Key, uint Time)> Entries()
    {
        for (var place = 0; place < keys.Length; place++)
        {
            if (keys[place] != UInt128.Zero)
            {
                yield return (keys[place], times[place]);
            }
        }
    }

    /// <summary>All keys in order, and the time of each.</summary>
    public (UInt128[] Keys, uint[] Times) ToSortedArrays()
    {
        var sortedKeys = new UInt128[Count];
        var sortedTimes = new uint[Count];
        var next = 0;

        foreach (var (key, time) in Entries())
        {
            sortedKeys[next] = key;
            sortedTimes[next++] = time;
        }

        Array.Sort(sortedKeys, sortedTimes);
        return (sortedKeys, sortedTimes);
    }

    /// <summary>Zero marks an empty place, so the key of that value is stored as another one. Of all keys in the world it may have one too many as its double.</summary>
    public static UInt128 Stored(UInt128 key) => key == UInt128.Zero ? UInt128.One : key;

    private static int PlaceOf(UInt128[] keys, UInt128 key)
    {
        var mask = keys.Length - 1;
        var place = (int)(ulong)key & mask;

        while (keys[place] != UInt128.Zero && keys[place] != key)
        {
            place = (place + 1) & mask;
        }

        return place;
    }

    private void Grow()
    {
        var largerKeys = new UInt128[keys.Length * 2];
        var largerTimes = new uint[keys.Length * 2];

        foreach (var (key, time) in Entries())
        {
            var place = PlaceOf(largerKeys, key);
            largerKeys[place] = key;
            largerTimes[place] = time;
        }

        keys = largerKeys;
        times = largerTimes;
    }
}
