using Npgsql;
using NpgsqlTypes;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Parsing;

namespace WebhookReceiver.Postgres;

/// <summary>
/// Takes over what another store has exported, beside running instances or without them. The keys of settled events are written first, so that no instance handles an event again
/// that an open delivery contains. Imported again, open deliveries are duplicates.
/// </summary>
internal sealed class Import(Database database, Migrator migrator, Maintenance maintenance, TimeProvider clock)
{
    private const int Portion = 200;

    private const string Settle = """
        insert into {s}.outcome (day, at, slot, epoch, n, key, kind)
        select (clock_timestamp() at time zone 'UTC')::date, r.at, r.slot, 0, 0, r.key, 8 from unnest($1::timestamptz[], $2::smallint[], $3::uuid[]) as r(at, slot, key)
        where not exists (select 1 from {s}.outcome o where o.slot = r.slot and o.key = r.key)
        """;

    public async Task<ImportCounts> RunAsync(IAsyncEnumerable<ImportedDelivery> deliveries, CancellationToken cancellationToken)
    {
        try
        {
            return await ImportAsync(deliveries, cancellationToken);
        }
        catch (Exception exception) when (DatabaseTrouble.Is(exception) && exception is not IOException)
        {
            throw DatabaseTrouble.ToIO(exception);
        }
    }

    private async Task<ImportCounts> ImportAsync(IAsyncEnumerable<ImportedDelivery> deliveries, CancellationToken cancellationToken)
    {
        await migrator.CheckAsync(cancellationToken);
        await maintenance.KeepDaysAsync(cancellationToken);
        await using var writer = new ImportWriter(database);
        var (open, settled) = (0L, 0L);

        await foreach (var portion in deliveries.Chunk(Portion).WithCancellation(cancellationToken))
        {
            settled += await SettleAsync(portion, cancellationToken);
            var batch = portion.Where(static one => !one.IsSettled).Select(one => new PendingDelivery(one.Delivery, DeliveryContents.Of(one.Delivery), clock.GetTimestamp())).ToList();

            if (batch.Count > 0)
            {
                await writer.StoreAsync(batch, cancellationToken);
                open += batch.Count;
            }
        }

        await writer.CloseAsync(cancellationToken);
        return new ImportCounts(open, settled);
    }

    private async Task<long> SettleAsync(ImportedDelivery[] portion, CancellationToken cancellationToken)
    {
        var events = new Dictionary<(byte Slot, Guid Key), DateTime>();

        foreach (var (delivery, isSettled, settled) in portion)
        {
            foreach (var message in DeliveryParser.Reread(delivery))
            {
                var id = EventId.Of(delivery.Endpoint, message.Key);

                if (isSettled || settled.Contains(id))
                {
                    events[(Slots.Of(LaneKey.Of(delivery.Endpoint, message)), KeyBytes.Of(id))] = delivery.ReceivedAt.UtcDateTime;
                }
            }
        }

        await using var settle = database.Command(
            Settle,
            Array(NpgsqlDbType.TimestampTz, events.Values.ToArray()),
            Array(NpgsqlDbType.Smallint, events.Keys.Select(static one => (short)one.Slot).ToArray()),
            Array(NpgsqlDbType.Uuid, events.Keys.Select(static one => one.Key).ToArray()));
        return await settle.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlParameter Array(NpgsqlDbType element, object values) => new() { NpgsqlDbType = NpgsqlDbType.Array | element, Value = values };
}
