using WebhookReceiver.Deliveries;
using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Reads the deliveries of a segment backwards, a window at a time: frames can only be read forwards, but the first one in a window is found by its mark.</summary>
internal static class BackwardDeliveries
{
    private const int SmallestWindow = 256 * 1024;

    /// <summary>The readable deliveries between two offsets, the last one first.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="path">The segment's file.</param>
    /// <param name="name">Its name.</param>
    /// <param name="start">Nothing that begins before this offset.</param>
    /// <param name="end">Nothing that ends after this offset.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IEnumerable<Delivery> In(IDisk disk, string path, SegmentName name, long start, long end)
    {
        var window = (long)SmallestWindow;

        while (end > start)
        {
            var from = Math.Max(start, (end - window) & ~7L);
            var (found, first) = Forwards(disk, path, name, from, end);

            if (first is null && from > start)
            {
                // One frame is larger than the window, or all of it is damaged.
                window *= 2;
                continue;
            }

            for (var index = found.Count - 1; index >= 0; index--)
            {
                yield return found[index];
            }

            (end, window) = (from == start ? start : first!.Value, SmallestWindow);
        }
    }

    private static (List<Delivery> Found, long? First) Forwards(IDisk disk, string path, SegmentName name, long from, long end)
    {
        using var reader = new SegmentReader(disk.Open(path), name, from, end, SmallestWindow);
        var found = new List<Delivery>();
        long? first = null;

        while (reader.TryRead(out var frame))
        {
            first ??= frame.Offset;

            if (DeliveryFrame.TryRead(frame, out var delivery))
            {
                found.Add(delivery);
            }
        }

        return (found, first);
    }
}
