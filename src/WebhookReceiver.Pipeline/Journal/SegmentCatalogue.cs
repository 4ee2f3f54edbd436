using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Journal;

/// <summary>Lists the segments in a journal's folder without changing it, and detects missing ones.</summary>
internal static class SegmentCatalogue
{
    /// <exception cref="InvalidDataException">A segment was written by a newer version.</exception>
    /// <exception cref="IOException">The folder or a file could not be read.</exception>
    public static IReadOnlyList<FoundSegment> Read(IDisk disk, string directory)
    {
        var found = new List<FoundSegment>();
        Span<byte> bytes = stackalloc byte[SegmentHeader.Size];

        foreach (var fileName in disk.FilesIn(directory))
        {
            if (!SegmentName.TryParse(fileName, out var name))
            {
                continue;
            }

            using var file = disk.Open(Path.Combine(directory, fileName));
            var hasHeader = SegmentHeader.TryRead(bytes[..file.Read(0, bytes)], name, out var header);

            if (hasHeader && header.Version > SegmentHeader.CurrentVersion)
            {
                throw new InvalidDataException(
                    $"{Path.Combine(directory, fileName)} has format version {header.Version}; this program reads up to version {SegmentHeader.CurrentVersion}.");
            }

            found.Add(new FoundSegment(name, hasHeader ? header : null, file.Length));
        }

        return [.. found.OrderBy(static segment => segment.Name.Id)];
    }

    /// <summary>
    /// Segments that others name as their predecessor and that do not exist although older ones do: retention deletes the oldest first. Each includes all the
    /// numbers down to the next existing segment: only the missing files could show which of those were in use.
    /// </summary>
    public static IReadOnlyCollection<long> MissingFrom(IReadOnlyList<FoundSegment> segments)
    {
        var ids = segments.Select(static segment => segment.Name.Id).ToHashSet();
        var missing = new SortedSet<long>();

        foreach (var segment in segments)
        {
            for (var id = segment.Header?.Previous.Segment ?? 0; id > segments[0].Name.Id && !ids.Contains(id) && missing.Add(id);)
            {
                id--;
            }
        }

        return missing;
    }
}

/// <summary>A segment found in the folder.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Header">Its header; null when it is damaged or unfinished.</param>
/// <param name="Length">The length of the file.</param>
internal sealed record FoundSegment(SegmentName Name, SegmentHeader? Header, long Length);
