using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// The index of one segment of deliveries, in a file of its own: which term is in which of its deliveries. A look-up reads the first pages, which say where each page begins, and one page of
/// entries. It contains hashes of what identifies people, and is deleted with its segment.
/// </summary>
internal sealed class SegmentIndex : IDisposable
{
    /// <summary>Not <c>.index</c>, as when it lacked deliveries behind 512 MiB and did not say so: a file of that name is deleted, and built again as this one.</summary>
    public const string Extension = ".terms";

    private const ulong Magic = 0x3158_4449_4C44_0002;
    private const int HeaderNumbers = 8;

    private readonly IDiskFile file;
    private readonly uint seed;
    private readonly ulong[] firstOfPage;
    private readonly int firstPage;
    private readonly int entries;

    private SegmentIndex(IDiskFile file, uint seed, ReadOnlySpan<ulong> header, ulong[] firstOfPage)
    {
        this.file = file;
        this.seed = seed;
        this.firstOfPage = firstOfPage;
        (First, Last) = ((long)header[3], (long)header[4]);
        (Earliest, Latest) = (DateTimeOffset.FromUnixTimeMilliseconds((long)header[5]), DateTimeOffset.FromUnixTimeMilliseconds((long)header[6]));
        entries = (int)header[7];
        firstPage = NumberPages.PagesFor(HeaderNumbers + firstOfPage.Length);
    }

    /// <summary>The number of the first delivery in it.</summary>
    public long First { get; }

    /// <summary>The number of the last delivery in it.</summary>
    public long Last { get; }

    /// <summary>When the earliest of its deliveries was received.</summary>
    public DateTimeOffset Earliest { get; }

    /// <summary>When the latest of its deliveries was received, in whole milliseconds: some of it may be later than this by less than one.</summary>
    public DateTimeOffset Latest { get; }

    public static string PathOf(InboxFolder folder, SegmentName name) => Path.Combine(folder.Index, Path.ChangeExtension(name.ToString(), Extension));

    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="ArgumentException">The terms are not whole: a search would believe that a delivery that they lack does not exist.</exception>
    public static void Write(IDisk disk, InboxFolder folder, SegmentTerms terms)
    {
        if (!terms.IsWhole)
        {
            throw new ArgumentException($"Not all terms of {terms.Name} are known.", nameof(terms));
        }

        terms.WithSorted(entries =>
        {
            var pages = NumberPages.PagesFor(entries.Length);
            var padding = (NumberPages.PagesFor(HeaderNumbers + pages) * NumberPages.PerPage) - HeaderNumbers - pages;

            IEnumerable<ulong> header =
            [
                Magic, (ulong)terms.Name.Id, (ulong)terms.Name.Epoch, (ulong)terms.First, (ulong)terms.Last,
                (ulong)terms.Earliest.ToUnixTimeMilliseconds(), (ulong)terms.Latest.ToUnixTimeMilliseconds(), (ulong)entries.Length,
                .. Enumerable.Range(0, pages).Select(page => entries.Span[page * NumberPages.PerPage]),
                .. Enumerable.Repeat(0UL, padding),
            ];

            NumberPages.Write(disk, PathOf(folder, terms.Name), terms.Name.Seed, header.Concat(MemoryMarshal.ToEnumerable(entries)));
        });
    }

    /// <returns>Null when it is incomplete, damaged or of another version.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SegmentIndex? TryOpen(IDisk disk, InboxFolder folder, SegmentName name)
    {
        var opened = disk.Open(PathOf(folder, name));
        SegmentIndex? index = null;

        try
        {
            index = TryRead(opened, name);
            return index;
        }
        finally
        {
            if (index is null)
            {
                opened.Dispose();
            }
        }
    }

    /// <summary>The offsets of the deliveries that may have the term, in ascending order.</summary>
    /// <returns>Null when the index is damaged.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public IReadOnlyList<long>? OffsetsOf(ulong term)
    {
        var wanted = IndexEntry.TermOf(term);
        var found = new List<long>();
        Span<ulong> page = stackalloc ulong[NumberPages.PerPage];

        // Entries of the term may begin on the page before the first one that begins with it.
        var number = Array.BinarySearch(firstOfPage, wanted);

        for (number = Math.Max(0, (number < 0 ? ~number : number) - 1); number < firstOfPage.Length && firstOfPage[number] <= (wanted | ~IndexEntry.TermOf(ulong.MaxValue)); number++)
        {
            if (!NumberPages.TryRead(file, firstPage + number, seed, page))
            {
                return null;
            }

            foreach (var entry in page[..Math.Min(NumberPages.PerPage, entries - (number * NumberPages.PerPage))])
            {
                if (IndexEntry.TermOf(entry) == wanted)
                {
                    found.Add(IndexEntry.OffsetOf(entry));
                }
            }
        }

        return found;
    }

    public void Dispose() => file.Dispose();

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "It owns only the file, which the caller disposes when there is no index.")]
    private static SegmentIndex? TryRead(IDiskFile file, SegmentName name)
    {
        Span<ulong> page = stackalloc ulong[NumberPages.PerPage];

        if (!NumberPages.TryRead(file, 0, name.Seed, page) || page[0] is not Magic || page[1] != (ulong)name.Id || page[2] != (ulong)name.Epoch)
        {
            return null;
        }

        // The checksum has matched, so the count can be trusted; what was not written completely is shorter.
        var header = page[..HeaderNumbers].ToArray();
        var first = new ulong[NumberPages.PagesFor((long)header[7])];

        if (!NumberPages.IsLength(file, NumberPages.PagesFor(HeaderNumbers + first.Length) + first.Length))
        {
            return null;
        }

        for (var index = 0; index < first.Length; index++)
        {
            var at = (HeaderNumbers + index) % NumberPages.PerPage;

            if (at is 0 && !NumberPages.TryRead(file, (HeaderNumbers + index) / NumberPages.PerPage, name.Seed, page))
            {
                return null;
            }

            first[index] = page[at];
        }

        return new SegmentIndex(file, name.Seed, header, first);
    }
}
