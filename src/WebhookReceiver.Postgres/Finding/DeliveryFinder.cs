using System.Runtime.CompilerServices;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Postgres;

/// <summary>
/// Reads deliveries newest first. Their position is the time at which they were stored, in microseconds since 1970, and a number that tells apart those of one microsecond.
/// </summary>
internal sealed class DeliveryFinder(StoreReading reading)
{
    private const int Portion = 200;
    private const string Tie = "hashint8extended(i.writer, i.seq)";

    public async IAsyncEnumerable<StoredDelivery> FindAsync(DeliverySearch search, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (last, isIncluded) = (search.UpTo ?? new DeliveryPosition(long.MaxValue, long.MaxValue), true);

        while (true)
        {
            var found = await reading.ListAsync(
                $"""
                select {RowReader.Columns}, {RowReader.Body}, {StoredRows.Number}, {Tie}, {StoredRows.IsSettled}
                from {"{s}"}.inbox i
                where i.slot = get_byte(i.slots, 0) and ({StoredRows.Number}, {Tie}) {(isIncluded ? "<=" : "<")} ($1, $2)
                    and i.received_at >= coalesce($3, '-infinity'::timestamptz) and i.received_at < coalesce($4, 'infinity'::timestamptz)
                    and (not $5 or not {StoredRows.IsSettled})
                order by {StoredRows.Number} desc, {Tie} desc limit {Portion}
                """,
                static row => (Row: RowReader.Read(row), Position: new DeliveryPosition(row.GetInt64(RowReader.Count), row.GetInt64(RowReader.Count + 1)), IsSettled: row.GetBoolean(RowReader.Count + 2)),
                cancellationToken,
                last.Sequence,
                last.Offset,
                search.Since?.ToUniversalTime(),
                search.Until?.ToUniversalTime(),
                search.OnlyOpen);

            foreach (var (row, position, isSettled) in found)
            {
                yield return new StoredDelivery(
                    position.Sequence, Delivery.Restored(row.Trace, row.Endpoint, row.Body ?? [], row.ReceivedAt, row.Phone, position), isSettled);
                (last, isIncluded) = (position, false);
            }

            if (found.Count < Portion)
            {
                yield break;
            }
        }
    }
}
