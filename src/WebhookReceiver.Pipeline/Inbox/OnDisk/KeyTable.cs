namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Keys of settled events and when they were settled: 20 bytes per slot and no objects. It consists of many small tables, so that it grows in small steps and
/// leaves no large arrays for the garbage collector to keep around. Keys are truncated SHA-256 hashes, so their own bits serve as the hash; nobody can choose
/// colliding keys without breaking SHA-256.
/// </summary>
/// <param name="expected">How many keys to reserve room for; the table still grows beyond that.</param>
internal sealed class KeyTable(int expected = 0)
{
    private const int PartBits = 10;

    // Indexed by the upper bits of the key, so the parts are in key order.
    private readonly KeyTablePart?[] parts = new KeyTablePart?[1 << PartBits];

    public int Count { get; private set; }

    /// <summary>The earliest and latest time in the table, in seconds of inbox time.</summary>
    public (uint From, uint To) Times { get; private set; } = (uint.MaxValue, 0);

    public uint? TimeOf(UInt128 key) => parts[PartOf(Stored(key))]?.TimeOf(Stored(key));

    /// <summary>Adds a key, or updates its time.</summary>
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

    /// <summary>All keys in order, with their times.</summary>
    public IEnumerable<(UInt128 Key, uint Time)> Sorted() => parts.OfType<KeyTablePart>().SelectMany(static part => part.Entries().OrderBy(static entry => entry.Key));

    /// <summary>Zero marks an empty slot, so the key zero is stored as one. The two keys cannot be distinguished.</summary>
    public static UInt128 Stored(UInt128 key) => key == UInt128.Zero ? UInt128.One : key;

    private static int PartOf(UInt128 key) => (int)(key >> (128 - PartBits));
}
