namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Keys of settled events and when that was: 20 bytes a place and no objects. It is made of many small tables, so that it grows by a little at a time and leaves no large
/// arrays behind, which the runtime would keep for long. Keys are cut from a SHA-256, so their own bits are the hash; nobody can choose them to collide without breaking that.
/// </summary>
/// <param name="expected">How many keys to make room for at once; it takes more all the same.</param>
internal sealed class KeyTable(int expected = 0)
{
    private const int PartBits = 10;

    // By the upper bits of the key, so the parts stand in the order of the keys.
    private readonly KeyTablePart?[] parts = new KeyTablePart?[1 << PartBits];

    public int Count { get; private set; }

    /// <summary>The earliest and the latest time in it, in seconds of inbox time.</summary>
    public (uint From, uint To) Times { get; private set; } = (uint.MaxValue, 0);

    public uint? TimeOf(UInt128 key) => parts[PartOf(Stored(key))]?.TimeOf(Stored(key));

    /// <summary>Adds a key, or renews its time.</summary>
    public void Add(UInt128 key, uint time)
    {
        key = Stored(key);

        if ((parts[PartOf(key)] ??= new KeyTablePart(expected >> PartBits)).Add(key, time))
        {
            Count++;
        }

        Times = (Math.Min(Times.From, time), Math.Max(Times.To, time));
    }

    public IEnumerable<(UInt128 Key, uint Time)> Entries() => parts.OfType<KeyTablePart>().SelectMany(static part => part.Entries());

    /// <summary>All keys in order, and the time of each.</summary>
    public IEnumerable<(UInt128 Key, uint Time)> Sorted() => parts.OfType<KeyTablePart>().SelectMany(static part => part.Entries().OrderBy(static entry => entry.Key));

    /// <summary>Zero marks an empty place, so the key of that value is stored as another one. Of all keys in the world it may have one too many as its double.</summary>
    public static UInt128 Stored(UInt128 key) => key == UInt128.Zero ? UInt128.One : key;

    private static int PartOf(UInt128 key) => (int)(key >> (128 - PartBits));
}
