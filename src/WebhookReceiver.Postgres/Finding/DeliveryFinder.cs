using System.Globalization;
using System.Runtime.CompilerServices;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Postgres;

/// <summary>
/// Reads deliveries newest first, a window of time after another, so that a page of a large table reads only its end. With a term, only those that the table <c>term</c> names, those that it
/// lacks still, and all that have no terms. Their position is the time at which they were stored, in microseconds since 1970, and a number that tells apart those of one microsecond.
/// </summary>
internal sealed class DeliveryFinder(StoreReading reading)
{
    internal const int Portion = 200;

    private const int Widening = 4;
    private const int Narrowing = 64;
    private const string Tie = "hashint8extended(i.writer, i.seq)";

    private const string IsInWindow = "i.day between $1::date - 1 and $2::date + 1 and i.received_at >= $1 and i.received_at < $2";

    private const string All = $$"""
        select {{RowReader.Columns}}, {{RowReader.Body}}, {{StoredRows.Number}}, {{Tie}}, {{StoredRows.IsSettled}}
        from {s}.inbox i
        where {{IsInWindow}} and i.slot = get_byte(i.slots, 0) {rest}
        """;

    /// <summary>Each in the row that has the body. The limit makes the server look up one delivery after another: it cannot know how few there are.</summary>
    private const string Named = $$"""
        select {{RowReader.Columns}}, {{RowReader.Body}}, {{StoredRows.Number}}, {{Tie}}, {{StoredRows.IsSettled}}
        from (
            select t.day, t.writer, t.base + e.seq as seq from {s}.term t cross join lateral unnest(t.terms, t.seqs) as e(term, seq)
            where t.bucket = $6 and $7 = any(t.terms) and e.term = $7 and t.newest >= $1 and t.oldest < $2 and t.day between $1::date - 1 and $2::date + 1
            union select r.day, r.writer, r.seq from unnest($8::date[], $9::bigint[], $10::bigint[]) as r(day, writer, seq){unknown}) f
        cross join lateral (
            select x.* from {s}.inbox x where x.writer = f.writer and x.seq = f.seq and x.day = f.day and x.slot = get_byte(x.slots, 0) limit 1) i
        where {{IsInWindow}} {rest}
        """;

    private const string Unknown = $$"""

            union select i.day, i.writer, i.seq from {s}.inbox i where {{IsInWindow}} and i.slot = get_byte(i.slots, 0) and i.terms is null
        """;

    private static readonly TimeSpan FirstWindow = TimeSpan.FromMinutes(1);

    /// <summary>How long a window should take, because a search is cut short only between two: as much as one took less or more than this, the next is wider or narrower.</summary>
    private static readonly TimeSpan WindowTime = TimeSpan.FromMilliseconds(100);

    /// <summary>The first window of a search by term, longer than that of a list because few deliveries have the term.</summary>
    private static readonly TimeSpan FirstNamedWindow = TimeSpan.FromHours(1);

    /// <summary>The statement of a window.</summary>
    /// <param name="search">What is searched for.</param>
    /// <param name="isKnown">Whether everything in the window has terms.</param>
    /// <param name="isIncluded">Whether it begins with the last one before, or after it.</param>
    internal static string StatementFor(DeliverySearch search, bool isKnown, bool isIncluded) => (search.Term is null ? All : Named)
        .Replace("{unknown}", isKnown ? string.Empty : Unknown, StringComparison.Ordinal)
        .Replace(
            "{rest}",
            $"""
            and ({StoredRows.Number}, {Tie}) {(isIncluded ? "<=" : "<")} ($3, $4) and (not $5 or not {StoredRows.IsSettled})
            order by {StoredRows.Number} desc, {Tie} desc limit {Portion}
            """,
            StringComparison.Ordinal);

    public async IAsyncEnumerable<StoredDelivery> FindAsync(DeliverySearch search, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await RangeAsync(cancellationToken) is not { } range)
        {
            yield break;
        }

        var known = search.Term is { } term ? await KnownTerms.ReadAsync(reading, StoredTerm.Of(term), cancellationToken) : null;
        var (oldest, newest) = (Later(range.Oldest, search.Since), Earlier(range.Newest, search.Until));
        var (last, isIncluded) = (search.UpTo ?? new DeliveryPosition(long.MaxValue, long.MaxValue), true);
        newest = last.Sequence == long.MaxValue ? newest : Earlier(newest, DateTimeOffset.UnixEpoch.AddMicroseconds(last.Sequence + 1));

        // There is nothing after now, unless the clock was set back: so that is one window.
        var window = newest > range.Now ? newest - range.Now : FirstOf(newest);

        while (newest > oldest)
        {
            var next = new[] { range.Now, known?.UnknownUntil ?? oldest }.Where(one => one < newest).Append(oldest).Max();
            var from = Later(newest - window, next);
            var began = TimeProvider.System.GetTimestamp();
            var found = await WindowAsync(search, known, from, newest, last, isIncluded, cancellationToken);
            var took = TimeProvider.System.GetElapsedTime(began);

            foreach (var (row, position, isSettled) in found)
            {
                yield return new StoredDelivery(
                    position.Sequence, Delivery.Restored(row.Trace, row.Endpoint, row.Body ?? [], row.ReceivedAt, row.Phone, position), isSettled);
                (last, isIncluded) = (position, false);
            }

            if (found.Count == Portion)
            {
                continue;
            }

            if (from > oldest && search.GoesOn?.Invoke(Before(from), from) is false)
            {
                yield break;
            }

            window = from == next ? FirstOf(from) : window * Math.Clamp(WindowTime / took, 1.0 / Narrowing, Widening);
            (newest, window) = (from, window < FirstOf(from) ? FirstOf(from) : window);
        }

        TimeSpan FirstOf(DateTimeOffset to) => known is null || to <= known.UnknownUntil ? FirstWindow : FirstNamedWindow;
    }

    private Task<List<(Row Row, DeliveryPosition Position, bool IsSettled)>> WindowAsync(
        DeliverySearch search, KnownTerms? known, DateTimeOffset from, DateTimeOffset to, DeliveryPosition last, bool isIncluded, CancellationToken cancellationToken)
    {
        object?[] window = [from.ToUniversalTime(), to.ToUniversalTime(), last.Sequence, last.Offset, search.OnlyOpen];

        return reading.ListAsync(
            StatementFor(search, known is null || from >= known.UnknownUntil, isIncluded),
            static row => (RowReader.Read(row), new DeliveryPosition(row.GetInt64(RowReader.Count), row.GetInt64(RowReader.Count + 1)), row.GetBoolean(RowReader.Count + 2)),
            cancellationToken,
            known is null ? window : [.. window, .. known.Parameters]);
    }

    /// <summary>The times between which something may be stored, from the names of the partitions, and the time at the database; null when there are none.</summary>
    private async Task<(DateTimeOffset Oldest, DateTimeOffset Newest, DateTimeOffset Now)?> RangeAsync(CancellationToken cancellationToken)
    {
        var days = await reading.ListAsync(
            """
            select right(c.relname, 8), clock_timestamp() from pg_inherits p join pg_class c on c.oid = p.inhrelid
            where p.inhparent = to_regclass('{s}.inbox') and c.relname ~ '_[0-9]{8}$' order by 1
            """,
            static row => (Day: DayOf(row.GetString(0)), Now: row.GetFieldValue<DateTimeOffset>(1)),
            cancellationToken);

        return days.Count is 0 ? null : (days[0].Day.AddDays(-1), days[^1].Day.AddDays(2), days[0].Now);
    }

    /// <summary>A position that is older than all deliveries of that time, and is no delivery's.</summary>
    private static DeliveryPosition Before(DateTimeOffset time) => new((time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond, long.MinValue);

    private static DateTimeOffset DayOf(string digits) => DateTimeOffset.ParseExact(digits, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset? other) => other > one ? other.Value : one;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset? other) => other < one ? other.Value : one;
}
