using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Reads the frames that contain dead letters, and caches the last one: verifying its checksum requires the whole frame, and neighbours are often read in
/// succession. Used by one thread at a time.
/// </summary>
internal sealed class DeadLetterFrames(IDisk disk, InboxFolder folder)
{
    private (SegmentName Segment, long Offset, ReadOnlyMemory<byte> Body)? last;

    /// <returns>The body of the frame; null when the checksum proves that it is damaged.</returns>
    /// <exception cref="IOException">The disk reports an error; it may be readable later.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied.</exception>
    public ReadOnlyMemory<byte>? Read(DeadLetterLocation location)
    {
        if (last is { } kept && kept.Segment == location.Segment && kept.Offset == location.Offset)
        {
            return kept.Body;
        }

        var path = Path.Combine(folder.Outcomes, location.Segment.ToString());
        var limit = location.Offset + FrameHeader.FrameSize(FrameHeader.MaxLength);
        using var reader = new SegmentReader(disk.Open(path), location.Segment, location.Offset, limit, window: 4096);

        if (!reader.TryRead(out var frame) || frame.Offset != location.Offset)
        {
            return null;
        }

        last = (location.Segment, location.Offset, frame.Body.ToArray());
        return last.Value.Body;
    }
}
