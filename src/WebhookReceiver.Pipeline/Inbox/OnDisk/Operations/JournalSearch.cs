using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Searches every file of both journals, and reports when each matching file will be deleted.</summary>
/// <param name="disk">The disk.</param>
/// <param name="folder">The folder.</param>
/// <param name="segments">The delivery segments, and which deliveries are settled.</param>
/// <param name="time">The inbox time, by which the folder ages.</param>
/// <param name="options">How long files are kept.</param>
/// <param name="now">The time by the wall clock.</param>
/// <param name="isRunning">Whether a service writes the newest file.</param>
internal sealed class JournalSearch(IDisk disk, InboxFolder folder, DeliverySegments segments, InboxClock time, InboxOptions options, DateTimeOffset now, bool isRunning)
{
    /// <summary>Retention runs once a minute; a segment of outcomes is written for a day.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestWriting = TimeSpan.FromDays(1);

    public StoreHoldings Run(IStoreSearch search, CancellationToken cancellationToken) => new(
        [.. OfDeliveries(search, cancellationToken)], [.. OfOutcomes(search, cancellationToken)], [.. disk.FilesIn(folder.Damaged).Order(StringComparer.Ordinal)]);

    private IEnumerable<HoldingPart> OfDeliveries(IStoreSearch search, CancellationToken cancellationToken)
    {
        var export = new JournalExport(disk, folder, segments);
        var all = segments.All;
        var newest = 0L;
        var open = 0L;

        foreach (var segment in all)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // Files are deleted oldest first, so each waits for those before it.
            newest = Math.Max(newest, segment.NewestTime);
            open += segment.Open;
            var found = export.DeliveriesIn(segment).LongCount(search.IsIn);

            if (found > 0)
            {
                DateTimeOffset? goneBy = open > 0 ? null : Time(newest) + TimeSpan.FromDays(options.RetentionDays) + Margin;
                yield return new HoldingPart(segment.Name.ToString(), found, segment != all[^1] || !isRunning, open, goneBy);
            }
        }
    }

    private IEnumerable<HoldingPart> OfOutcomes(IStoreSearch search, CancellationToken cancellationToken)
    {
        var all = SegmentCatalogue.Read(disk, folder.Outcomes);
        var kept = TimeSpan.FromDays(Math.Max(options.DuplicateWindowDays, options.RetentionDays) + 1);
        var newest = 0L;

        // Segments of version 1 contain wall-clock times, which do not count.
        var ends = SegmentTimes.EndsOf(all, time.Now);

        // Deliveries that are not handled yet may depend on any of them.
        var open = segments.Open;

        foreach (var segment in all)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var frames = 0L;
            using var reader = new SegmentReader(disk.Open(Path.Combine(folder.Outcomes, segment.Name.ToString())), segment.Name, SegmentHeader.Size, segment.Length);

            while (reader.TryRead(out var frame))
            {
                newest = Math.Max(newest, frame.Header.Kind is OutcomeJournal.FrameKind ? frame.Header.Time : ends[segment.Name]);
                frames += search.IsIn(frame.Body) ? 1 : 0;
            }

            if (frames > 0)
            {
                var isSealed = segment != all[^1];
                var end = isSealed ? Time(newest) : now + LongestWriting;
                yield return new HoldingPart(segment.Name.ToString(), frames, isSealed, open, open > 0 ? null : end + kept + Margin);
            }
        }
    }

    /// <summary>Converts inbox time to the current wall clock: by age, whatever the wall clock showed at that time.</summary>
    private DateTimeOffset Time(long inboxTime) => now - TimeSpan.FromMilliseconds(time.Now - inboxTime);
}
