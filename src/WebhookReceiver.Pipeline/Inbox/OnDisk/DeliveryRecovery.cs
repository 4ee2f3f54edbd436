using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Scans the deliveries at the start, after the outcomes: what is open, where the journal ends, what is damaged. It changes nothing, so a recovery repeated
/// after a crash has the same result; and what it finds is synced before any of it is handled.
/// </summary>
internal sealed class DeliveryRecovery(IDisk disk, InboxFolder folder, DeliverySegments segments, InboxClock time, RecoveryProgress progress)
{
    private readonly List<DamagedRange> damage = [];
    private IReadOnlyDictionary<SegmentName, long> ends = new Dictionary<SegmentName, long>();
    private long voidBytes;

    /// <summary>The ranges that could not be read.</summary>
    public IReadOnlyList<DamagedRange> Damage => damage;

    /// <param name="found">The segments.</param>
    /// <param name="lastSettled">The highest delivery number that the outcomes record as settled.</param>
    /// <exception cref="IOException">A file could not be read or synced.</exception>
    public SegmentEnd Read(IReadOnlyList<FoundSegment> found, long lastSettled)
    {
        var end = default(SegmentEnd);
        ends = SegmentTimes.EndsOf(found, time.Now);

        for (var index = 0; index < found.Count; index++)
        {
            // Between the two there may be unfinished files, or files that are damaged completely.
            var recorded = found.Skip(index + 1).FirstOrDefault(other => other.Header?.Previous.Segment == found[index].Name.Id)?.Header?.Previous;
            end = IsFinished(found[index], recorded) is { } finished ? finished : Scan(found[index], recorded, end);
        }

        return found.Count > 0 && end.LastSequence < lastSettled ? Extend(found, end, lastSettled) : end;
    }

    /// <summary>A segment whose deliveries are all known to be settled need not be read.</summary>
    private SegmentEnd? IsFinished(FoundSegment found, SegmentEnd? recorded)
    {
        if (found.Header is not { } header || recorded is not { } end || !segments.AreSettled(header.BaseSequence, end.LastSequence))
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

    private SegmentEnd Scan(FoundSegment found, SegmentEnd? recorded, SegmentEnd before)
    {
        using var file = disk.Open(Path.Combine(folder.Deliveries, found.Name.ToString()));

        // Synced before it is read: what is handled from now on must survive a power cut.
        file.Sync();
        file.DropCache();

        // What lies beyond the end recorded in the next segment was refused.
        using var reader = new SegmentReader(file, found.Name, SegmentHeader.Size, recorded?.Offset ?? found.Length);
        var segment = new DeliverySegment(found.Name);
        var first = default((long Sequence, long Offset)?);
        var last = 0L;
        var frames = 0L;

        while (reader.TryRead(out var frame))
        {
            first ??= (frame.Header.Sequence, frame.Offset);
            last = frame.Header.Sequence;
            frames++;
            progress.Read(frame.Body.Length);
        }

        var numbers = SegmentNumbers.Of(found.Header, recorded, before, first, last, voidBytes);
        (segment.FirstSequence, segment.LastSequence) = (numbers.First, numbers.Last);
        segment.NewestTime = ends[found.Name];
        segment.DurableEnd = recorded?.Offset ?? reader.End;

        // Not only those that can be read: a damaged delivery stays open until it is a dead letter.
        segment.Open = numbers.First is 0 ? 0 : segments.CountOpen(numbers.First, numbers.Last);

        segments.Add(segment);
        AddDamage(found, reader, segment.DurableEnd);

        // The header accounts for numbers whose frames were lost with a failed segment, or are in a segment that is no longer read.
        var lastSequence = Math.Max(Math.Max(before.LastSequence, numbers.Last), numbers.Base - 1);
        var isVoid = found.Header is null && recorded is null && frames is 0;
        voidBytes += isVoid ? found.Length : 0;
        return isVoid ? before : new SegmentEnd(found.Name.Id, lastSequence, segment.DurableEnd);
    }

    private void AddDamage(FoundSegment found, SegmentReader reader, long end)
    {
        damage.AddRange(reader.Damage);

        if (end > reader.End)
        {
            // It was once longer, and the missing part had been synced: this is not a torn tail.
            damage.Add(new DamagedRange(found.Name, reader.End, end - reader.End));
        }
    }

    /// <summary>
    /// The tail of the newest segment counts as torn, and was never acknowledged, unless a delivery in it has been settled: then it was once intact. When a
    /// whole segment is missing, nothing distinguishes its numbers from refused ones: an accepted loss produces no dead letters.
    /// </summary>
    private SegmentEnd Extend(IReadOnlyList<FoundSegment> found, SegmentEnd end, long lastSettled)
    {
        var newest = found.FirstOrDefault(segment => segment.Name.Id == end.Segment) ?? found[^1];
        var from = end.Segment > 0 ? end.LastSequence + 1 : SegmentNumbers.LowestWithRoom(lastSettled + 1, voidBytes);

        if (from > lastSettled)
        {
            return end;
        }

        var readable = Math.Max(end.Offset, SegmentHeader.Size);
        var extended = new SegmentEnd(newest.Name.Id, lastSettled, Math.Max(readable, newest.Length));
        segments.Extend(newest.Name, from, extended);

        if (extended.Offset > readable)
        {
            damage.Add(new DamagedRange(newest.Name, readable, extended.Offset - readable));
        }

        return extended;
    }
}
