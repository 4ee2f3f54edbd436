using Microsoft.Extensions.Logging;
using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Reads the journal of outcomes at the start: keys, begun events, dead letters, and which deliveries are settled.</summary>
internal sealed partial class OutcomeRecovery(IDisk disk, InboxFolder folder, HandledKeys keys, InboxClock time, RecoveryProgress progress, ILogger logger)
{
    /// <param name="found">The segments.</param>
    /// <param name="settled">Receives the numbers of settled deliveries.</param>
    /// <param name="isReadOnly">Whether the caller does not need the keys of settled events: then they are skipped, because keeping them would write files.</param>
    /// <exception cref="IOException">A file could not be read.</exception>
    public RecoveredOutcomes Read(IReadOnlyList<FoundSegment> found, Action<long> settled, bool isReadOnly = false)
    {
        if (!isReadOnly)
        {
            keys.Open();
        }

        time.Saw(keys.NewestTime);
        time.Saw(found);
        time.Resume();

        var ends = SegmentTimes.EndsOf(found, time.Now);
        var state = new OutcomeState(keys);
        var segments = new List<OutcomeSegment>();
        var damage = new List<DamagedRange>();
        var end = default(SegmentEnd);

        foreach (var segment in found)
        {
            var known = new OutcomeSegment(segment.Name);
            using var file = disk.Open(Path.Combine(folder.Outcomes, segment.Name.ToString()));
            using var reader = new SegmentReader(file, segment.Name, SegmentHeader.Size, segment.Length);

            // Synced before it is read: what is dispatched or skipped from now on depends on these outcomes, and so does a key file built from them.
            file.Sync();
            file.DropCache();

            while (reader.TryRead(out var frame))
            {
                Replay(frame, known, ends[segment.Name], state, settled, withKeys: !isReadOnly && !keys.Covers(frame.Header.Sequence));
                end = new SegmentEnd(segment.Name.Id, frame.Header.Sequence, frame.End);
                progress.Read(frame.Body.Length);
                WriteKeysIfMany(end.LastSequence);
            }

            if (segment.Header is { } header && end.Segment != segment.Name.Id)
            {
                end = new SegmentEnd(segment.Name.Id, Math.Max(end.LastSequence, header.BaseSequence - 1), SegmentHeader.Size);
            }

            segments.Add(known);
            damage.AddRange(reader.Damage);

            if (RecordedEnd(found, segment) is { } recorded && recorded > reader.End)
            {
                // It was once longer, and the missing part had been synced: this is not a torn tail.
                damage.Add(new DamagedRange(segment.Name, reader.End, recorded - reader.End));
            }
        }

        state.ProcessDied();

        if (state.Clock is { } last)
        {
            time.Saw(last);
        }

        time.Resume();

        // A number is never reused, even if the file that had it is gone.
        end = end with { LastSequence = Math.Max(end.LastSequence, keys.LastCovered) };

        return new RecoveredOutcomes(
            state, segments, end, found.Count is 0 ? 0 : found[^1].Name.Id, segments.Select(static segment => segment.LastDelivery).DefaultIfEmpty().Max(), damage);
    }

    /// <summary>Where the segment ends according to the next one; null when no segment names it.</summary>
    private static long? RecordedEnd(IReadOnlyList<FoundSegment> found, FoundSegment segment) =>
        found.FirstOrDefault(other => other.Header?.Previous.Segment == segment.Name.Id)?.Header?.Previous.Offset;

    private void Replay(in Frame frame, OutcomeSegment segment, long segmentEnd, OutcomeState state, Action<long> settled, bool withKeys)
    {
        var isDated = frame.Header.Kind is OutcomeJournal.FrameKind;
        var writtenAt = isDated ? frame.Header.Time : segmentEnd;
        segment.NewestTime = Math.Max(segment.NewestTime, writtenAt);

        if (isDated)
        {
            time.Saw(writtenAt);
        }

        try
        {
            new OutcomeReplay(frame.Body).Into(
                state,
                sequence =>
                {
                    segment.LastDelivery = Math.Max(segment.LastDelivery, sequence);
                    settled(sequence);
                },
                writtenAt,
                new DeadLetterLocation(segment.Name, frame.Offset, 0, 0, 0),
                withKeys);
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentOutOfRangeException or System.Text.Json.JsonException)
        {
            // The checksum is correct, so it was written like this. What precedes it in the frame counts.
            FrameNotUnderstood(logger, segment.Name, frame.Offset, exception.Message);
        }
    }

    /// <summary>Keeps memory bounded when key files are missing.</summary>
    private void WriteKeysIfMany(long lastSequence)
    {
        if (keys.Loose >= HandledKeys.InMemory)
        {
            keys.Freeze(lastSequence);
            keys.Written(keys.WriteRun());
        }
    }

    [LoggerMessage(1250, LogLevel.Error, "A frame of outcomes in segment {Segment} at {Offset} is not understood: {Problem}")]
    private static partial void FrameNotUnderstood(ILogger logger, SegmentName segment, long offset, string problem);
}
