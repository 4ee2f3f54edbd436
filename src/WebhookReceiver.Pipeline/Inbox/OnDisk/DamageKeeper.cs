using System.Globalization;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Copies damaged bytes aside, where they can be examined long after the segment is gone. The same damage found again reuses the same copy.</summary>
internal sealed partial class DamageKeeper(IDisk disk, InboxFolder folder, ILogger logger)
{
    private const int ChunkBytes = 1024 * 1024;

    /// <param name="directory">The folder of the damaged segments.</param>
    /// <param name="damage">The damaged ranges.</param>
    public void Keep(string directory, IReadOnlyList<DamagedRange> damage)
    {
        foreach (var range in damage)
        {
            DamageFound(logger, Path.Combine(directory, range.Segment.ToString()), range.Offset, range.Length);

            try
            {
                Copy(directory, range);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                DamageNotCopied(logger, range.Segment, range.Offset, exception.Message);
            }
        }
    }

    private void Copy(string directory, DamagedRange range)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(directory)}-{range.Segment}-{range.Offset}-{range.Length}");
        var path = Path.Combine(folder.Damaged, name);
        disk.CreateDirectory(folder.Damaged);
        disk.SyncDirectory(folder.Path);
        using var source = disk.Open(Path.Combine(directory, range.Segment.ToString()));

        if (disk.FilesIn(folder.Damaged).Contains(name, StringComparer.Ordinal))
        {
            if (IsCopy(path, source, range))
            {
                return;
            }

            // A crash left it unfinished.
            disk.Delete(path);
        }

        using var copy = disk.Create(path);
        var buffer = new byte[Math.Min(ChunkBytes, range.Length)];

        for (long done = 0; done < range.Length;)
        {
            var read = source.Read(range.Offset + done, buffer.AsSpan(0, (int)Math.Min(buffer.Length, range.Length - done)));

            if (read is 0)
            {
                break;
            }

            copy.Write(done, buffer.AsSpan(0, read));
            done += read;
        }

        copy.Sync();
        disk.SyncDirectory(folder.Damaged);
    }

    private bool IsCopy(string path, IDiskFile source, DamagedRange range)
    {
        using var copy = disk.Open(path);
        var expected = new byte[Math.Min(ChunkBytes, range.Length)];
        var found = new byte[expected.Length];

        for (long done = 0; done < range.Length;)
        {
            var count = (int)Math.Min(expected.Length, range.Length - done);
            var read = source.Read(range.Offset + done, expected.AsSpan(0, count));

            if (copy.Read(done, found.AsSpan(0, count)) != read || !expected.AsSpan(0, read).SequenceEqual(found.AsSpan(0, read)))
            {
                return false;
            }

            if (read < count)
            {
                break;
            }

            done += read;
        }

        return true;
    }

    [LoggerMessage(1252, LogLevel.Error, "The inbox is damaged: {Length} bytes at {Offset} of {Segment} are not valid frames; what surrounds them was recovered")]
    private static partial void DamageFound(ILogger logger, string segment, long offset, long length);

    [LoggerMessage(1253, LogLevel.Error, "The damaged bytes at {Offset} of {Segment} could not be copied aside: {Problem}")]
    private static partial void DamageNotCopied(ILogger logger, SegmentName segment, long offset, string problem);
}
