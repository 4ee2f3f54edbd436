using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Collects what frames of outcomes, added in their order, say about one event. The removal of a dead letter names only the dead letter, so the ids of those of the event are remembered once they
/// have been read.
/// </summary>
internal sealed class EventRecords
{
    private readonly EventId id;
    private readonly byte[] inRecords = new byte[16];
    private readonly byte[] inDeadLetters;
    private readonly List<EventRecord> found = [];
    private readonly Dictionary<Guid, DeadLetterSeen> deadLetters = [];

    public EventRecords(EventId id, EventKey key)
    {
        this.id = id;
        BinaryPrimitives.WriteUInt128LittleEndian(inRecords, id.Value);
        inDeadLetters = Encoding.ASCII.GetBytes(key.Value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>What has been found.</summary>
    public IReadOnlyList<EventRecord> Found => found;

    /// <summary>What a segment that says something about the event has in its <see cref="EventFilter"/>: one of these.</summary>
    public IEnumerable<UInt128> FilterKeys => deadLetters.Keys.Select(EventFilter.KeyOf).Prepend(EventFilter.KeyOf(id));

    /// <summary>False when a frame says nothing about the event.</summary>
    public bool MayBeIn(ReadOnlySpan<byte> frame)
    {
        if (frame.IndexOf(inRecords) >= 0 || frame.IndexOf(inDeadLetters) >= 0)
        {
            return true;
        }

        foreach (var letter in deadLetters.Values)
        {
            if (frame.IndexOf(letter.InRecords) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <param name="frame">The records of a frame.</param>
    /// <param name="at">When it was written.</param>
    /// <exception cref="InvalidDataException">A newer version wrote it.</exception>
    public void Add(ReadOnlySpan<byte> frame, DateTimeOffset at)
    {
        var records = new OutcomeReader(frame);
        var first = found.Count;

        while (records.TryRead(out var record))
        {
            switch (record.Kind)
            {
                case OutcomeKind.DeadLettered:
                    AddDeadLetter(record.ReadDeadLetter(), at);
                    break;
                case OutcomeKind.DeadLetterRemoved when deadLetters.TryGetValue(record.DeadLetter, out var letter):
                    found.Add(new EventRecord(at, EventRecordKind.DeadLetterRemoved) { Handler = letter.Handler, DeadLetter = record.DeadLetter, Removal = record.Removal });
                    break;
                case OutcomeKind.ExceptionNoted when record.Event == id:
                    Note(first, record.Handler!, record.ExceptionType!);
                    break;
                default:
                    AddEvent(record, at);
                    break;
            }
        }
    }

    /// <summary>A dead letter is written again when it changes, and also unchanged, when retention deletes the segment that has it.</summary>
    private void AddDeadLetter(DeadLetter letter, DateTimeOffset at)
    {
        if (letter.Event != id)
        {
            return;
        }

        if (!deadLetters.TryGetValue(letter.Id, out var seen))
        {
            deadLetters.Add(letter.Id, seen = new DeadLetterSeen(letter.Handler, letter.Id.ToByteArray(bigEndian: true)));
        }

        if (!seen.States.Add((letter.Replays, letter.IsReplaying)))
        {
            return;
        }

        var kind = letter.IsReplaying ? EventRecordKind.ReplayRequested : letter.Replays > 0 ? EventRecordKind.ReplayFailed : EventRecordKind.DeadLettered;

        found.Add(new EventRecord(letter.IsReplaying ? at : letter.LastAttemptAt, kind)
        {
            Handler = letter.Handler,
            DeadLetter = letter.Id,
            ExceptionType = letter.IsReplaying ? null : letter.ExceptionType,
            Cause = letter.Cause.Text,
        });
    }

    /// <summary>The note stands behind all failures of its frame, and belongs to the first one of its handler that has none.</summary>
    private void Note(int first, string handler, string exceptionType)
    {
        var index = found.FindIndex(first, one => one.Kind is EventRecordKind.HandlerFailed && string.Equals(one.Handler, handler, StringComparison.Ordinal) && one.ExceptionType is null);

        if (index >= 0)
        {
            found[index] = found[index] with { ExceptionType = exceptionType };
        }
    }

    private void AddEvent(in OutcomeRecord record, DateTimeOffset at)
    {
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

        if (kind is { } known)
        {
            HandlerFailure? failure = known is EventRecordKind.HandlerFailed ? record.Failure : null;
            found.Add(new EventRecord(failure?.At ?? at, known) { Handler = record.Handler, Failure = failure, Plan = record.Plan });
        }
    }

    /// <summary>A dead letter of the event.</summary>
    /// <param name="Handler">Its handler.</param>
    /// <param name="InRecords">Its id, as the record of its removal has it.</param>
    private sealed record DeadLetterSeen(string? Handler, byte[] InRecords)
    {
        /// <summary>Which of its states were read.</summary>
        public HashSet<(int Replays, bool IsReplaying)> States { get; } = [];
    }
}
