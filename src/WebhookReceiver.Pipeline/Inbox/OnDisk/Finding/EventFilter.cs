using System.Security.Cryptography;
using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// The filter of one segment of outcomes, in a file of its own: rules out most events and dead letters that are not in the segment by reading two pages. It is deleted with its segment, and rebuilt
/// when missing.
/// </summary>
internal static class EventFilter
{
    /// <summary>Not <c>.events</c>, as before filters had the removals of dead letters: a file of that name is deleted, and built again as this one.</summary>
    public const string Extension = ".filter";

    private const ulong Magic = 0x3154_4C46_5645_0001;

    /// <summary>An event takes at least the records of its beginning and its end.</summary>
    private const int BytesPerEvent = 42;

    /// <summary>A block is on one page.</summary>
    private const int BlocksPerPage = NumberPages.PerPage / KeyFilter.WordsPerBlock;

    private const int WordsPerPage = BlocksPerPage * KeyFilter.WordsPerBlock;

    public static string PathOf(InboxFolder folder, SegmentName name) => Path.Combine(folder.Index, Path.ChangeExtension(name.ToString(), Extension));

    /// <summary>An empty filter for a segment of this length.</summary>
    public static KeyFilter For(long segmentBytes) => new((int)Math.Min(segmentBytes / BytesPerEvent, int.MaxValue / 64));

    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(IDisk disk, InboxFolder folder, SegmentName name, KeyFilter filter)
    {
        var words = filter.Words.ToArray();
        var blocks = words.Length / KeyFilter.WordsPerBlock;
        IEnumerable<ulong> header = [Magic, (ulong)name.Id, (ulong)name.Epoch, (ulong)blocks, .. Enumerable.Repeat(0UL, NumberPages.PerPage - 4)];
        var pages = words.Chunk(WordsPerPage).SelectMany(static page => page.Concat(Enumerable.Repeat(0UL, NumberPages.PerPage - page.Length)));
        NumberPages.Write(disk, PathOf(folder, name), name.Seed, header.Concat(pages));
    }

    /// <summary>What the filter has of an event.</summary>
    public static UInt128 KeyOf(EventId id) => id.Value;

    /// <summary>What the filter has of the removal of a dead letter. Hashed, because ids of dead letters begin with their time and would crowd into a few blocks.</summary>
    public static UInt128 KeyOf(Guid deadLetter) => EventKey.FromBytes(SHA256.HashData(deadLetter.ToByteArray(bigEndian: true))).Value;

    /// <summary>Whether one of the keys may be in the segment.</summary>
    /// <returns>Null when the filter is incomplete, damaged or of another version, and nothing can be said.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static bool? MayContain(IDisk disk, InboxFolder folder, SegmentName name, IEnumerable<UInt128> keys)
    {
        using var file = disk.Open(PathOf(folder, name));
        Span<ulong> page = stackalloc ulong[NumberPages.PerPage];

        if (!NumberPages.TryRead(file, 0, name.Seed, page) || page[0] is not Magic || page[1] != (ulong)name.Id || page[2] != (ulong)name.Epoch)
        {
            return null;
        }

        var blocks = (int)page[3];

        foreach (var key in keys)
        {
            var block = KeyFilter.BlockOf(key, blocks);

            if (!NumberPages.TryRead(file, 1 + (block / BlocksPerPage), name.Seed, page))
            {
                return null;
            }

            if (KeyFilter.MayContain(page.Slice(block % BlocksPerPage * KeyFilter.WordsPerBlock, KeyFilter.WordsPerBlock), key))
            {
                return true;
            }
        }

        return false;
    }
}
