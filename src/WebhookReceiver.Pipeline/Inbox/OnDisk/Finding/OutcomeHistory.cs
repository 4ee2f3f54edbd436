using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Reads everything that the outcomes say about one event. Segments that do not have it are ruled out by their filters.</summary>
internal sealed class OutcomeHistory(IDisk disk, InboxFolder folder, InboxClock time, TimeProvider clock)
{
    /// <exception cref="IOException">Some of it cannot be read.</exception>
    /// <exception cref="InvalidDataException">A newer version wrote some of it.</exception>
    public IReadOnlyList<EventRecord> Of(EventId id, EventKey key, CancellationToken cancellationToken)
    {
        var found = new List<EventRecord>();
        var (now, inboxNow) = (clock.GetUtcNow(), time.Now);

        foreach (var segment in SegmentCatalogue.Read(disk, folder.Outcomes))
        {
            cancellationToken.ThrowIfCancellationRequested();

            if (MayContain(segment.Name, id))
            {
                Read(segment, id, key, found, writtenAt => now - TimeSpan.FromMilliseconds(inboxNow - writtenAt));
            }
        }

        return found;
    }

    private bool MayContain(SegmentName name, EventId id)
    {
        try
        {
            return EventFilter.MayContain(disk, folder, name, id) ?? true;
        }
        catch (IOException)
        {
            // There is no filter, or it cannot be read: then the segment is read.
            return true;
        }
    }

    private void Read(FoundSegment segment, EventId id, EventKey key, List<EventRecord> found, Func<long, DateTimeOffset> timeOf)
    {
        var path = Path.Combine(folder.Outcomes, segment.Name.ToString());
        Span<byte> inRecords = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128LittleEndian(inRecords, id.Value);
        ReadOnlySpan<byte> inDeadLetters = Encoding.ASCII.GetBytes(key.Value.ToString(CultureInfo.InvariantCulture));

        try
        {
            using var reader = new SegmentReader(disk.Open(path), segment.Name, SegmentHeader.Size, segment.Length);

            while (reader.TryRead(out var frame))
            {
                // Most frames are about other events, and are not decoded.
                if (frame.Body.IndexOf(inRecords) >= 0 || frame.Body.IndexOf(inDeadLetters) >= 0)
                {
                    Read(frame.Body, id, timeOf(frame.Header.Time), found);
                }
            }
        }
        catch (IOException) when (!File.Exists(path))
        {
            // Retention has deleted it in the meantime.
        }
    }

    private static void Read(ReadOnlySpan<byte> body, EventId id, DateTimeOffset at, List<EventRecord> found)
    {
        var records = new OutcomeReader(body);
        var first = found.Count;

        while (records.TryRead(out var record))
        {
            if (record.Kind is OutcomeKind.ExceptionNoted && record.Event == id)
            {
                Note(found, first, record.Handler!, record.ExceptionType!);
            }
            else if (ToEvent(record, id, at) is { } one)
            {
                found.Add(one);
            }
        }
    }

    /// <summary>The note stands behind all failures of its frame, and belongs to the first one of its handler that has none.</summary>
    private static void Note(List<EventRecord> found, int first, string handler, string exceptionType)
    {
        var index = found.FindIndex(first, one => one.Kind is EventRecordKind.HandlerFailed && string.Equals(one.Handler, handler, StringComparison.Ordinal) && one.ExceptionType is null);

        if (index >= 0)
        {
            found[index] = found[index] with { ExceptionType = exceptionType };
        }
    }

    private static EventRecord? ToEvent(in OutcomeRecord record, EventId id, DateTimeOffset at)
    {
        if (record.Kind is OutcomeKind.DeadLettered)
        {
            var letter = record.ReadDeadLetter();

            return letter.Event == id && !letter.IsReplaying
                ? new EventRecord(letter.LastAttemptAt, EventRecordKind.DeadLettered) { Handler = letter.Handler, DeadLetter = letter.Id, ExceptionType = letter.ExceptionType, Cause = letter.Cause.Text }
                : null;
        }

        EventRecordKind? kind = record.Kind switch
        {
            _ when record.Event != id => null,
            OutcomeKind.EventStarted or OutcomeKind.EventBegun => EventRecordKind.AttemptBegun,
            OutcomeKind.AttemptSuspended => EventRecordKind.AttemptSuspended,
            OutcomeKind.AttemptEnded => EventRecordKind.AttemptEnded,
            OutcomeKind.HandlerWanted => EventRecordKind.HandlerWanted,
            OutcomeKind.HandlerNotWanted => EventRecordKind.HandlerNotWanted,
            OutcomeKind.HandlerSucceeded => EventRecordKind.HandlerSucceeded,
            OutcomeKind.HandlerFailed => EventRecordKind.HandlerFailed,
            OutcomeKind.EventSettled => EventRecordKind.Settled,
            _ => null,
        };

        return kind is { } known
            ? new EventRecord(known is EventRecordKind.HandlerFailed ? record.Failure.At : at, known) { Handler = record.Handler, Failure = known is EventRecordKind.HandlerFailed ? record.Failure : null, Plan = record.Plan }
            : null;
    }
}
