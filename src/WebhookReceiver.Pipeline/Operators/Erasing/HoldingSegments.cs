using WebhookReceiver.Inbox;
using WebhookReceiver.Inbox.OnDisk;
using WebhookReceiver.Journal;
using WebhookReceiver.Parsing;

namespace WebhookReceiver.Operators;

/// <summary>Looks for a person in every file of both journals, and says when each that holds something is deleted.</summary>
internal sealed class HoldingSegments(OpenInbox inbox, Person person, InboxOptions options, DateTimeOffset now)
{
    /// <summary>Retention looks once a minute; a file of outcomes is written to for a day.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestWriting = TimeSpan.FromDays(1);

    /// <param name="names">Takes other ids of the person.</param>
    public IReadOnlyList<HoldingSegment> OfDeliveries(ISet<string> names)
    {
        var holding = new List<HoldingSegment>();
        var segments = inbox.Segments.All;
        var newest = 0L;
        var open = 0L;

        foreach (var segment in segments)
        {
            // Files are deleted from the oldest on, so each waits for those before it.
            newest = Math.Max(newest, segment.NewestTime);
            open += segment.Open;
            var found = 0L;

            foreach (var delivery in DeliveryExport.DeliveriesIn(inbox, segment))
            {
                var events = DeliveryParser.Reread(delivery).Where(person.IsIn).ToList();
                found += events.Count > 0 ? 1 : 0;
                events.ForEach(message => names.UnionWith(person.OtherNames(message)));
            }

            if (found > 0)
            {
                holding.Add(new HoldingSegment
                {
                    Name = segment.Name.ToString(),
                    Holding = found,
                    IsSealed = segment != segments[^1] || inbox.BeginAnew is null,
                    WaitsFor = open,
                    GoneBy = open > 0 ? null : Time(newest) + TimeSpan.FromDays(options.RetentionDays) + Margin,
                });
            }
        }

        return holding;
    }

    public IReadOnlyList<HoldingSegment> OfOutcomes()
    {
        var holding = new List<HoldingSegment>();
        var found = SegmentCatalogue.Read(inbox.Disk, inbox.Folder.Outcomes);
        var kept = TimeSpan.FromDays(Math.Max(options.DuplicateWindowDays, options.RetentionDays) + 1);
        var newest = 0L;

        // Those of version 1 bear times of the wall clock, which do not count.
        var ends = SegmentTimes.EndsOf(found, inbox.Time.Now);

        // What is not handled yet may rest on any of them.
        var open = inbox.Segments.Open;

        foreach (var segment in found)
        {
            var frames = 0L;
            using var reader = new SegmentReader(
                inbox.Disk.Open(Path.Combine(inbox.Folder.Outcomes, segment.Name.ToString())), segment.Name, SegmentHeader.Size, segment.Length);

            while (reader.TryRead(out var frame))
            {
                newest = Math.Max(newest, frame.Header.Kind is OutcomeJournal.FrameKind ? frame.Header.Time : ends[segment.Name]);
                frames += person.IsNamedIn(frame.Body) ? 1 : 0;
            }

            if (frames > 0)
            {
                var isSealed = segment != found[^1];
                var end = isSealed ? Time(newest) : now + LongestWriting;
                holding.Add(new HoldingSegment
                {
                    Name = segment.Name.ToString(),
                    Holding = frames,
                    IsSealed = isSealed,
                    WaitsFor = open,
                    GoneBy = open > 0 ? null : end + kept + Margin,
                });
            }
        }

        return holding;
    }

    /// <summary>Where the wall clock was at that inbox time, as it goes now: so long ago, and not when it may have said so.</summary>
    private DateTimeOffset Time(long inboxTime) => now - TimeSpan.FromMilliseconds(inbox.Time.Now - inboxTime);
}
