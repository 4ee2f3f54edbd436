using System.Globalization;
using System.Runtime.CompilerServices;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Postgres;

/// <summary>
/// Reads deliveries newest first, a window of time after another, so that a page of a large table reads only its end. Their position is the time at which they were stored, in microseconds
/// since 1970, and a number that tells apart those of one microsecond.
/// </summary>
internal sealed class DeliveryFinder(StoreReading reading)
{
    private const int Portion = 200;
    private const int Widening = 4;
    private const string Tie = "hashint8extended(i.writer, i.seq)";

    private static readonly TimeSpan FirstWindow = TimeSpan.FromMinutes(1);

    public async IAsyncEnumerable<StoredDelivery> FindAsync(DeliverySearch search, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await RangeAsync(cancellationToken) is not { } range)
        {
            yield break;
        }

        var oldest = Later(range.Oldest, search.Since);
        var newest = search.Until is { } until && until < range.Newest ? until : range.Newest;
        var (last, isIncluded, window) = (search.UpTo ?? new DeliveryPosition(long.MaxValue, long.MaxValue), true, FirstWindow);
        newest = last.Sequence == long.MaxValue ? newest : Earlier(newest, DateTimeOffset.UnixEpoch.AddMicroseconds(last.Sequence + 1));

        while (newest > oldest)
        {
            var from = Later(oldest, newest - window);
            var found = await WindowAsync(from, newest, last, isIncluded, search.OnlyOpen, cancellationToken);

            foreach (var (row, position, isSettled) in found)
            {
                yield return new StoredDelivery(
                    position.Sequence, Delivery.Restored(row.Trace, row.Endpoint, row.Body ?? [], row.ReceivedAt, row.Phone, position), isSettled);
                (last, isIncluded) = (position, false);
            }

            if (found.Count < Portion)
            {
                (newest, window) = (from, window * Widening);
            }
        }
    }

    private Task<List<(Row Row, DeliveryPosition Position, bool IsSettled)>> WindowAsync(
        DateTimeOffset from, DateTimeOffset to, DeliveryPosition last, bool isIncluded, bool onlyOpen, CancellationToken cancellationToken) => reading.ListAsync(
            $"""
            select {RowReader.Columns}, {RowReader.Body}, {StoredRows.Number}, {Tie}, {StoredRows.IsSettled}
            from {"{s}"}.inbox i
            where i.day between $1::date - 1 and $2::date + 1 and i.received_at >= $1 and i.received_at < $2
                and i.slot = get_byte(i.slots, 0) and ({StoredRows.Number}, {Tie}) {(isIncluded ? "<=" : "<")} ($3, $4)
                and (not $5 or not {StoredRows.IsSettled})
            order by {StoredRows.Number} desc, {Tie} desc limit {Portion}
            """,
            static row => (RowReader.Read(row), new DeliveryPosition(row.GetInt64(RowReader.Count), row.GetInt64(RowReader.Count + 1)), row.GetBoolean(RowReader.Count + 2)),
            cancellationToken,
            from.ToUniversalTime(),
            to.ToUniversalTime(),
            last.Sequence,
            last.Offset,
            onlyOpen);

    /// <summary>The times between which something may be stored, from the names of the partitions; null when there are none.</summary>
    private async Task<(DateTimeOffset Oldest, DateTimeOffset Newest)?> RangeAsync(CancellationToken cancellationToken)
    {
        var days = await reading.ListAsync(
            "select right(c.relname, 8) from pg_inherits p join pg_class c on c.oid = p.inhrelid where p.inhparent = to_regclass('{s}.inbox') and c.relname ~ '_[0-9]{8}$' order by 1",
            static row => row.GetString(0),
            cancellationToken);

        return days is [var first, .., var final] ? (DayOf(first).AddDays(-1), DayOf(final).AddDays(2)) : days is [var only] ? (DayOf(only).AddDays(-1), DayOf(only).AddDays(2)) : null;
    }

    private static DateTimeOffset DayOf(string digits) => DateTimeOffset.ParseExact(digits, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset? other) => other > one ? other.Value : one;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => other < one ? other : one;
}
