using WebhookReceiver.Journal;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// When segments stopped being written, in inbox time. A segment does not record that itself: the header of the next one does. Segments of version 1 contain
/// wall-clock times, which are not trusted: they count as written until the first segment of version 2 was begun, which is when the folder was upgraded.
/// </summary>
internal static class SegmentTimes
{
    /// <summary>From this format version on, headers contain inbox time.</summary>
    public const int FirstVersion = 2;

    /// <param name="found">All segments of the journal, oldest first.</param>
    /// <param name="now">The time for segments not followed by one with a usable time.</param>
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
