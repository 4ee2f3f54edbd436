using System.Globalization;
using System.Runtime.InteropServices;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Postgres;

/// <summary>
/// The rows of <c>outcome</c> about the dead letters of an event. They have a key of their own, so that nothing that asks for an event gets them, and belong to no epoch, because any instance may
/// write them.
/// </summary>
internal static class DeadLetterRows
{
    /// <summary>Made of the hash that is stored with the dead letter. The upper half of no other key is zero.</summary>
    public static EventId KeyOf(EventId id) => new((ulong)id.Value);

    /// <summary>Writes a row for each dead letter in <c>changed</c>, which has the columns of <c>dead_letter</c>.</summary>
    /// <param name="kind">The <see cref="OutcomeKind"/>, as an SQL expression.</param>
    /// <param name="number">Which replay it is, or why it was removed, as an SQL expression.</param>
    public static string Insert(string kind, string number) => $"""
        insert into {"{s}"}.outcome (day, at, slot, epoch, n, key, kind, detail, exception)
        select (clock_timestamp() at time zone 'UTC')::date, clock_timestamp(), c.slot, 0, 0, lpad(to_hex(c.event_hash), 32, '0')::uuid, {kind},
            c.id::text || ';' || {number} || ';' || coalesce(c.handler, ''), nullif(c.exception_type, '')
        from changed c where c.event_hash is not null
        """;

    /// <summary>Adds what rows about its dead letters say to the records of an event, where it belongs by its time.</summary>
    public static IReadOnlyList<EventRecord> Merge(List<(DateTimeOffset WrittenAt, EventRecord Record)> records, IEnumerable<DeadLetterRow> rows)
    {
        // A batch whose commit was not answered is written again.
        foreach (var row in rows.DistinctBy(static row => (row.Kind, row.Detail)))
        {
            var record = row.ToRecord();
            var known = record.Kind is EventRecordKind.DeadLettered && record.Handler is not null
                ? records.FindIndex(one => one.Record is { Kind: EventRecordKind.DeadLettered, DeadLetter: null } && string.Equals(one.Record.Handler, record.Handler, StringComparison.Ordinal))
                : -1;

            if (known >= 0)
            {
                // Its handler has a row of its own, which does not name the dead letter.
                records[known] = (records[known].WrittenAt, records[known].Record with { DeadLetter = record.DeadLetter });
                continue;
            }

            var later = records.FindIndex(one => one.WrittenAt > row.At);
            records.Insert(later < 0 ? records.Count : later, (row.At, record));
        }

        return [.. records.Select(static one => one.Record)];
    }
}

/// <summary>A row about a dead letter.</summary>
/// <param name="At">When it was written.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Detail">The id of the dead letter; which replay it is, or why it was removed; and its handler.</param>
/// <param name="Exception">The type of the exception with which it became one, or failed again.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DeadLetterRow(DateTimeOffset At, OutcomeKind Kind, string Detail, string? Exception)
{
    public EventRecord ToRecord()
    {
        var parts = Detail.Split(';', 3);

        var kind = Kind switch
        {
            OutcomeKind.LetterReplaying => EventRecordKind.ReplayRequested,
            OutcomeKind.LetterFailedAgain => EventRecordKind.ReplayFailed,
            OutcomeKind.LetterRemoved => EventRecordKind.DeadLetterRemoved,
            _ => EventRecordKind.DeadLettered,
        };

        return new EventRecord(At, kind)
        {
            DeadLetter = Guid.Parse(parts[0]),
            Removal = kind is EventRecordKind.DeadLetterRemoved ? (DeadLetterRemoval)byte.Parse(parts[1], CultureInfo.InvariantCulture) : null,
            Handler = parts[2].Length > 0 ? parts[2] : null,
            ExceptionType = kind is EventRecordKind.DeadLettered or EventRecordKind.ReplayFailed ? Exception : null,
        };
    }
}
