using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Verifies one file of a journal.</summary>
/// <param name="disk">The disk.</param>
/// <param name="directory">The folder.</param>
/// <param name="found">The file.</param>
/// <param name="durable">The offset up to which it is known to have been durable at some time.</param>
/// <param name="isUnderstood">Decides whether an intact frame is understood.</param>
/// <param name="gaps">Receives the ranges of missing numbers.</param>
internal sealed class SegmentCheck(IDisk disk, string directory, FoundSegment found, long durable, FrameCheck isUnderstood, List<(long From, long To)> gaps)
{
    private readonly string path = Path.Combine(directory, found.Name.ToString());
    private long frames;
    private long notUnderstood;
    private long? first;
    private long? last;

    /// <param name="before">The last number before this file.</param>
    /// <returns>Null when the file was deleted before it could be opened.</returns>
    public VerifiedPart? Run(long? before)
    {
        if (Open() is not { } file)
        {
            return null;
        }

        using var reader = new SegmentReader(file, found.Name, SegmentHeader.Size, found.Length);
        var expected = before + 1;

        while (reader.TryRead(out var frame))
        {
            var sequence = frame.Header.Sequence;

            if (expected is { } number && sequence > number)
            {
                gaps.Add((number, sequence - 1));
            }

            expected = sequence + 1;
            first ??= sequence;
            last = sequence;
            frames++;
            notUnderstood += isUnderstood(frame) ? 0 : 1;
        }

        return Result(reader);
    }

    private VerifiedPart Result(SegmentReader reader)
    {
        var damage = reader.Damage.Select(static range => (range.Offset, range.Length)).ToList();

        if (durable > reader.End)
        {
            // It was once longer, and the missing part had been synced: this is not a torn tail.
            damage.Add((reader.End, durable - reader.End));
        }

        return new VerifiedPart
        {
            Name = found.Name.ToString(),
            Bytes = found.Length,
            Records = frames,
            First = first,
            Last = last,
            IsHeaderDamaged = found.Header is null && frames > 0,
            Damage = damage,
            NotUnderstood = notUnderstood,
            TailBytes = Math.Max(0, found.Length - Math.Max(reader.End, durable)),
        };
    }

    private IDiskFile? Open()
    {
        try
        {
            return disk.Open(path);
        }
        catch (IOException) when (!File.Exists(path))
        {
            return null;
        }
    }
}
