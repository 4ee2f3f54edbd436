using System.Buffers.Binary;
using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// A file of 64-bit numbers in pages of 4 KiB, each with a checksum that includes its number and its file, so that one page can be read without the others. It is not synced: what a power cut
/// leaves of it fails the checksum.
/// </summary>
internal static class NumberPages
{
    public const int PerPage = (PageSize / sizeof(ulong)) - 1;

    private const int PageSize = 4096;

    public static int PagesFor(long numbers) => (int)((numbers + PerPage - 1) / PerPage);

    /// <summary>Creates the file.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="path">The file, which does not exist.</param>
    /// <param name="seed">What makes its checksums differ from those of another file.</param>
    /// <param name="numbers">Its content.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(IDisk disk, string path, uint seed, IEnumerable<ulong> numbers)
    {
        using var file = disk.Create(path);
        var page = new byte[PageSize];
        var (written, filled) = (0, 0);

        foreach (var number in numbers)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(page.AsSpan(filled++ * sizeof(ulong)), number);

            if (filled is PerPage)
            {
                Write(file, page, written++, seed);
                filled = 0;
            }
        }

        if (filled > 0)
        {
            page.AsSpan(filled * sizeof(ulong)).Clear();
            Write(file, page, written, seed);
        }
    }

    /// <summary>Whether the file has this many pages.</summary>
    public static bool IsLength(IDiskFile file, int pages) => file.Length == (long)pages * PageSize;

    /// <summary>Reads one page.</summary>
    /// <param name="file">The file.</param>
    /// <param name="number">The number of the page, from 0.</param>
    /// <param name="seed">As it was written with.</param>
    /// <param name="place">Receives <see cref="PerPage"/> numbers.</param>
    /// <returns>False when it is missing or damaged.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static bool TryRead(IDiskFile file, int number, uint seed, Span<ulong> place)
    {
        Span<byte> page = stackalloc byte[PageSize];

        if (file.Read((long)number * PageSize, page) < PageSize
            || BinaryPrimitives.ReadUInt64LittleEndian(page[(PerPage * sizeof(ulong))..]) != Checksum(page, number, seed))
        {
            return false;
        }

        for (var index = 0; index < PerPage; index++)
        {
            place[index] = BinaryPrimitives.ReadUInt64LittleEndian(page[(index * sizeof(ulong))..]);
        }

        return true;
    }

    private static void Write(IDiskFile file, byte[] page, int number, uint seed)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(page.AsSpan(PerPage * sizeof(ulong)), Checksum(page, number, seed));
        file.Write((long)number * PageSize, page);
    }

    private static uint Checksum(ReadOnlySpan<byte> page, int number, uint seed) => Crc32C.Append(Crc32C.Append(seed, number), page[..(PerPage * sizeof(ulong))]);
}
