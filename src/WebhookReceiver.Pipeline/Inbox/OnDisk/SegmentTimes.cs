using WebhookReceiver.Journal;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// When segments stopped being written, by inbox time. A segment does not say that itself: the header of the next one does. Segments of version 1 bear times of the
/// wall clock, which are not believed: they count as written until the first segment of version 2 was begun, which is when the folder was taken over.
/// </summary>
internal static class SegmentTimes
{
    /// <summary>From this version of the format on, headers bear inbox time.</summary>
    public const int FirstVersion = 2;

    /// <param name="found">All segments of the journal, the oldest first.</param>
    /// <param name="now">For those behind which nothing bears a time.</param>
    public static IReadOnlyDictionary<SegmentName, long> EndsOf(IReadOnlyList<FoundSegment> found, long now)
    {
        var ends = new Dictionary<SegmentName, long>(found.Count);
        var end = now;

        for (var index = found.Count - 1; index >= 0; index--)
        {
            ends.Add(found[index].Name, end);
            end = found[index].Header is { Version: >= FirstVersion } header ? header.CreatedAt * 1000L : end;
        }

        return ends;
    }
}
