using System.Numerics;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>A hash table of keys with open addressing and a load factor of three quarters. No key in it is zero.</summary>
internal sealed class KeyTablePart
{
    private const int FewestPlaces = 16;

    private UInt128[] keys;
    private uint[] times;
    private int count;

    /// <param name="expected">How many keys to reserve room for.</param>
    public KeyTablePart(int expected)
    {
        var places = Math.Max(FewestPlaces, (int)BitOperations.RoundUpToPowerOf2((uint)(expected / 3 * 4) + 1));
        (keys, times) = (new UInt128[places], new uint[places]);
    }

    public uint? TimeOf(UInt128 key)
    {
        var place = PlaceOf(keys, key);
        return keys[place] == UInt128.Zero ? null : times[place];
    }

    /// <summary>Adds a key, or updates its time.</summary>
    /// <returns>Whether the key was new.</returns>
    public bool Add(UInt128 key, uint time)
    {
        var place = PlaceOf(keys, key);
        var isNew = keys[place] == UInt128.Zero;

        if (isNew)
        {
            if ((count + 1) * 4 > keys.Length * 3)
            {
                Grow();
                place = PlaceOf(keys, key);
            }

            count++;
            keys[place] = key;
        }

        times[place] = time;
        return isNew;
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
