using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Looks through the deliveries at the start, after the outcomes: what is open, where the journal ends, what is damaged. It changes nothing, so a second one
/// after a crash comes to the same result; and what it has found is synced before any of it is handled.
/// </summary>
internal sealed class DeliveryRecovery(IDisk disk, InboxFolder folder, DeliverySegments segments, InboxClock time, RecoveryProgress progress)
{
    private readonly List<DamagedRange> damage = [];
    private IReadOnlyDictionary<SegmentName, long> ends = new Dictionary<SegmentName, long>();

    /// <summary>What could not be read.</summary>
    public IReadOnlyList<DamagedRange> Damage => damage;

    /// <exception cref="IOException">A file could not be read or synced.</exception>
    public SegmentEnd Read(IReadOnlyList<FoundSegment> found)
    {
        var end = default(SegmentEnd);
        ends = SegmentTimes.EndsOf(found, time.Now);

        for (var index = 0; index < found.Count; index++)
        {
            var next = index + 1 < found.Count ? found[index + 1].Header : null;
            var told = next?.Previous is { } previous && previous.Segment == found[index].Name.Id ? previous : default(SegmentEnd?);
            end = IsFinished(found[index], told) is { } finished ? finished : Scan(found[index], told, end);
        }

        return end;
    }

    /// <summary>A segment of which every delivery is known to be settled need not be read.</summary>
    private SegmentEnd? IsFinished(FoundSegment found, SegmentEnd? told)
    {
        if (found.Header is not { } header || told is not { } end || !segments.AreSettled(header.BaseSequence, end.LastSequence))
        {
            return null;
        }

        var isEmpty = end.LastSequence < header.BaseSequence;
        segments.Add(new DeliverySegment(found.Name)
        {
            FirstSequence = isEmpty ? 0 : header.BaseSequence,
            LastSequence = isEmpty ? 0 : end.LastSequence,
            DurableEnd = end.Offset,
            NewestTime = ends[found.Name],
        });
        return end;
    }

    private SegmentEnd Scan(FoundSegment found, SegmentEnd? told, SegmentEnd before)
    {
        using var file = disk.Open(Path.Combine(folder.Deliveries, found.Name.ToString()));

        // Before it is read: what is handled from now on must still be there after a power cut.
        file.Sync();
        file.DropCache();
        using var reader = new SegmentReader(file, found.Name, SegmentHeader.Size, found.Length);
        var segment = new DeliverySegment(found.Name);

        while (reader.TryRead(out var frame))
        {
            var sequence = frame.Header.Sequence;
            segment.FirstSequence = segment.FirstSequence is 0 ? sequence : segment.FirstSequence;
            segment.LastSequence = sequence;
            segment.Open += segments.IsSettled(sequence) ? 0 : 1;
            progress.Read(frame.Body.Length);
        }

        segment.DurableEnd = reader.End;
        segment.NewestTime = ends[found.Name];
        segments.Add(segment);
        damage.AddRange(reader.Damage);

        if (told is { } end && end.Offset > reader.End)
        {
            // It was once longer, and what is missing had been synced: this is no torn tail.
            damage.Add(new DamagedRange(found.Name, reader.End, end.Offset - reader.End));
        }

        // The header knows of numbers whose frames were lost with a segment that failed, or stand in one that is not read any more.
        var lastSequence = Math.Max(Math.Max(before.LastSequence, segment.LastSequence), (found.Header?.BaseSequence ?? 1) - 1);
        var isVoid = found.Header is null && segment.FirstSequence is 0;
        return isVoid ? before : new SegmentEnd(found.Name.Id, lastSequence, reader.End);
    }
}
