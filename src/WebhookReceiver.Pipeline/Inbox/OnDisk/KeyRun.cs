using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// A sorted key file, written once and only read afterwards. It is built from the outcomes and records which of their frames it covers; a damaged or missing
/// file is rebuilt from them.
/// </summary>
internal sealed class KeyRun : IDisposable
{
    public const string Extension = ".keys";

    private const uint Magic = 0x3153594B;
    private const int HeaderSize = 40;
    private const int EntrySize = 20;
    private const int EntriesPerBlock = 200;

    private readonly IDiskFile file;
    private readonly KeyFilter filter;
    private readonly ulong[] firstOfBlock;
    private readonly int count;

    private KeyRun(IDiskFile file, string fileName, int count, (long From, long To) covered, (uint From, uint To) times)
    {
        this.file = file;
        this.count = count;
        FileName = fileName;
        Covered = covered;
        Times = times;
        filter = new KeyFilter(count);
        firstOfBlock = new ulong[(count + EntriesPerBlock - 1) / EntriesPerBlock];
    }

    public string FileName { get; }

    /// <summary>The range of outcome frames whose keys it contains.</summary>
    public (long From, long To) Covered { get; }

    public (uint From, uint To) Times { get; }

    /// <exception cref="IOException">It could not be made durable.</exception>
    public static KeyRun Write(IDisk disk, string directory, KeyTable table, (long From, long To) covered)
    {
        var fileName = string.Create(CultureInfo.InvariantCulture, $"{covered.From:x16}-{covered.To:x16}-{Guid.NewGuid():n}{Extension}");

        using (var created = disk.Create(Path.Combine(directory, fileName)))
        {
            var writer = new ChecksumWriter(created);
            Span<byte> place = stackalloc byte[HeaderSize];
            place.Clear();
            BinaryPrimitives.WriteUInt32LittleEndian(place, Magic);
            BinaryPrimitives.WriteInt32LittleEndian(place[4..], SegmentHeader.CommonVersion);
            BinaryPrimitives.WriteInt32LittleEndian(place[8..], table.Count);
            BinaryPrimitives.WriteInt64LittleEndian(place[16..], covered.From);
            BinaryPrimitives.WriteInt64LittleEndian(place[24..], covered.To);
            BinaryPrimitives.WriteUInt32LittleEndian(place[32..], table.Times.From);
            BinaryPrimitives.WriteUInt32LittleEndian(place[36..], table.Times.To);
            writer.Write(place);

            foreach (var (key, time) in table.Sorted())
            {
                BinaryPrimitives.WriteUInt128BigEndian(place, key);
                BinaryPrimitives.WriteUInt32LittleEndian(place[16..], time);
                writer.Write(place[..EntrySize]);
            }

            writer.End();
            created.Sync();
        }

        disk.SyncDirectory(directory);
        return TryOpen(disk, directory, fileName) ?? throw new IOException($"{fileName} cannot be read back.");
    }

    /// <returns>Null when the file is incomplete, damaged or of another version.</returns>
    /// <exception cref="IOException">It could not be read.</exception>
    public static KeyRun? TryOpen(IDisk disk, string directory, string fileName)
    {
        var opened = disk.Open(Path.Combine(directory, fileName));
        KeyRun? run = null;

        try
        {
            run = TryRead(opened, fileName);
            return run;
        }
        finally
        {
            if (run is null)
            {
                opened.Dispose();
            }
        }
    }

    /// <exception cref="IOException">The file could not be read.</exception>
    public uint? TimeOf(UInt128 key)
    {
        key = KeyTable.Stored(key);

        if (!filter.MayContain(key))
        {
            return null;
        }

        var block = Array.BinarySearch(firstOfBlock, (ulong)(key >> 64));
        block = block >= 0 ? block : ~block - 1;

        // Keys whose upper half equals the first one of a block may be at the end of the previous block.
        while (block > 0 && firstOfBlock[block] == (ulong)(key >> 64))
        {
            block--;
        }

        for (; block >= 0 && block < firstOfBlock.Length && firstOfBlock[block] <= (ulong)(key >> 64); block++)
        {
            if (TimeIn(block, key) is { } time)
            {
                return time;
            }
        }

        return null;
    }

    public void Dispose() => file.Dispose();

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "It owns only the file, which the caller disposes when there is no run.")]
    private static KeyRun? TryRead(IDiskFile file, string fileName)
    {
        var reader = new ChecksumReader(file);
        Span<byte> place = stackalloc byte[HeaderSize];

        if (!reader.TryRead(place) || BinaryPrimitives.ReadUInt32LittleEndian(place) is not Magic)
        {
            return null;
        }

        // About a newer version nothing else is known: it may be intact and still mean something else. Version 1 contains wall-clock times.
        if (BinaryPrimitives.ReadInt32LittleEndian(place[4..]) is < SegmentTimes.FirstVersion or > SegmentHeader.CommonVersion)
        {
            return null;
        }

        var keys = BinaryPrimitives.ReadInt32LittleEndian(place[8..]);

        // The count is not trusted until the file length confirms it: it determines how much memory is allocated.
        if (keys < 0 || file.Length != HeaderSize + ((long)keys * EntrySize) + sizeof(uint))
        {
            return null;
        }

        var run = new KeyRun(
            file,
            fileName,
            keys,
            (BinaryPrimitives.ReadInt64LittleEndian(place[16..]), BinaryPrimitives.ReadInt64LittleEndian(place[24..])),
            (BinaryPrimitives.ReadUInt32LittleEndian(place[32..]), BinaryPrimitives.ReadUInt32LittleEndian(place[36..])));

        for (var index = 0; index < keys; index++)
        {
            if (!reader.TryRead(place[..EntrySize]))
            {
                return null;
            }

            var key = BinaryPrimitives.ReadUInt128BigEndian(place);
            run.filter.Add(key);

            if (index % EntriesPerBlock is 0)
            {
                run.firstOfBlock[index / EntriesPerBlock] = (ulong)(key >> 64);
            }
        }

        return reader.IsWhole() ? run : null;
    }

    private uint? TimeIn(int block, UInt128 key)
    {
        Span<byte> bytes = stackalloc byte[EntriesPerBlock * EntrySize];
        var first = block * EntriesPerBlock;
        bytes = bytes[..(Math.Min(EntriesPerBlock, count - first) * EntrySize)];

        if (file.Read(HeaderSize + ((long)first * EntrySize), bytes) != bytes.Length)
        {
            throw new IOException($"{FileName} has been truncated.");
        }

        var (low, high) = (0, (bytes.Length / EntrySize) - 1);

        while (low <= high)
        {
            var middle = (low + high) / 2;
            var found = BinaryPrimitives.ReadUInt128BigEndian(bytes[(middle * EntrySize)..]);

            if (found == key)
            {
                return BinaryPrimitives.ReadUInt32LittleEndian(bytes[((middle * EntrySize) + 16)..]);
            }

            (low, high) = found < key ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }
}
