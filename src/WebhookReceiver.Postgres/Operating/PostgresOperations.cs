using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Postgres;

/// <summary>
/// What operators ask of the store, from any instance or from a command. A part is a day; the number of a delivery is the time at which it was stored, in microseconds since 1970.
/// </summary>
internal sealed class PostgresOperations(Database database, IOptions<InboxOptions> options, PostgresInbox? service) : IStoreOperations
{
    private const int Portion = 200;

    private readonly StoreReading reading = new(database);

    public bool IsOpen => service?.IsOpen ?? true;

    public bool IsDurable => true;

    public async ValueTask<StoreStatus> StatusAsync(CancellationToken cancellationToken = default)
    {
        var extent = new StoredExtent(reading);
        var (open, oldest) = await extent.OpenAsync(cancellationToken);
        var kept = await extent.KeptAsync(cancellationToken);
        var instances = await reading.ListAsync(
            """
            select i.id, i.name, (select count(*) from {s}.slot s where s.owner = i.id)::int, extract(epoch from i.lease_until - clock_timestamp())::float8
            from {s}.instance i order by i.started_at
            """,
            static reader => new StoreInstance(reader.GetInt64(0), reader.GetString(1), reader.GetInt32(2), reader.GetDouble(3)),
            cancellationToken);

        return new StoreStatus
        {
            IsRunning = service is not null || instances.Exists(static one => one.LeaseSeconds > 0),
            Location = database.Location,
            Open = open,
            OldestOpen = oldest,
            Kept = kept,
            Deliveries = await AmountAsync("inbox", cancellationToken),
            Outcomes = await AmountAsync("outcome", cancellationToken),
            Instances = instances,
        };
    }

    public async ValueTask<StoreVerification> VerifyAsync(CancellationToken cancellationToken = default)
    {
        // A writer numbers without gaps, but its first days may have been dropped.
        var gaps = await reading.ListAsync(
            """
            select writer, before, seq from (
                select writer, seq, lag(seq) over (partition by writer order by seq) as before from (select distinct writer, seq from {s}.inbox) i) g
            where seq > before + 1 order by writer, seq limit 100
            """,
            static reader => string.Create(CultureInfo.InvariantCulture, $"deliveries {reader.GetInt64(1) + 1} to {reader.GetInt64(2) - 1} of writer {reader.GetInt64(0)}"),
            cancellationToken);
        var bodies = await reading.ListAsync(
            """
            select i.writer, i.seq from {s}.inbox i where i.body is null
                and not exists (select 1 from {s}.inbox f where f.writer = i.writer and f.seq = i.seq and f.slot = get_byte(i.slots, 0) and f.body is not null) limit 100
            """,
            static reader => string.Create(CultureInfo.InvariantCulture, $"the body of delivery {reader.GetInt64(1)} of writer {reader.GetInt64(0)}"),
            cancellationToken);
        var parts = await reading.ListAsync(
            """
            select i.writer, i.seq from {s}.inbox i where length(i.slots) > 1
            group by i.writer, i.seq, i.slots having count(*) <> length(i.slots) limit 100
            """,
            static reader => string.Create(CultureInfo.InvariantCulture, $"a part of delivery {reader.GetInt64(1)} of writer {reader.GetInt64(0)}"),
            cancellationToken);
        var ownerless = await reading.ListAsync(
            "select 256 - count(*) from {s}.slot having count(*) <> 256", static reader => $"{reader.GetInt64(0)} rows of the table slot", cancellationToken);
        var epochs = await reading.ListAsync(
            "select distinct o.slot from {s}.outcome o join {s}.slot s on s.id = o.slot where o.epoch > s.epoch limit 100",
            static reader => string.Create(CultureInfo.InvariantCulture, $"the epoch of slot {reader.GetInt16(0)}: outcomes have a later one"),
            cancellationToken);
        var twice = await reading.ListAsync(
            """
            select count(*) from (
                select o.slot, o.key from {s}.outcome o where o.kind = 8
                group by o.slot, o.key having count(distinct o.epoch) > 1 and max(o.at) - min(o.at) < $1) t having count(*) > 0
            """,
            static reader => $"the uniqueness of {reader.GetInt64(0)} events, which were settled under more than one epoch",
            cancellationToken,
            options.Value.DuplicateWindow);

        return new StoreVerification(
            database.Location,
            new VerifiedParts(await VerifiedAsync("inbox", StoredRows.Number, cancellationToken), [.. gaps, .. bodies, .. parts], []),
            new VerifiedParts(await VerifiedAsync("outcome", "(extract(epoch from i.at) * 1000000)::bigint", cancellationToken), [.. ownerless, .. epochs, .. twice], []),
            DamagedCopies: 0);
    }

    public async IAsyncEnumerable<StoredDelivery> ExportAsync(StoreRange range, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (at, writer, sequence) = (range.From, 0L, -1L);

        while (true)
        {
            var found = await reading.ListAsync(
                $"""
                select {RowReader.Columns}, {RowReader.Body}, {StoredRows.Number}, {StoredRows.IsSettled}
                from {"{s}"}.inbox i
                where i.slot = get_byte(i.slots, 0) and ({StoredRows.Number}, i.writer, i.seq) > ($1, $2, $3) and {StoredRows.Number} <= $4
                order by {StoredRows.Number}, i.writer, i.seq limit {Portion}
                """,
                static reader => (Row: RowReader.Read(reader), Number: reader.GetInt64(RowReader.Count), IsSettled: reader.GetBoolean(RowReader.Count + 1)),
                cancellationToken,
                at,
                writer,
                sequence,
                range.To);

            foreach (var (row, number, isSettled) in found)
            {
                if (!range.OnlyOpen || !isSettled)
                {
                    yield return new StoredDelivery(
                        number, Delivery.Restored(row.Trace, row.Endpoint, row.Body ?? [], row.ReceivedAt, row.Phone, DeliveryPosition.None), isSettled);
                }

                (at, writer, sequence) = (number, row.Writer, row.Sequence);
            }

            if (found.Count < Portion)
            {
                yield break;
            }
        }
    }

    public IAsyncEnumerable<StoredDelivery> FindAsync(DeliverySearch search, CancellationToken cancellationToken = default) =>
        new DeliveryFinder(reading).FindAsync(search, cancellationToken);

    public ValueTask<IReadOnlyList<EventStanding>> StandingsAsync(IReadOnlyList<EventId> ids, CancellationToken cancellationToken = default) =>
        new OutcomeFinder(reading, options.Value).StandingsAsync(ids, cancellationToken);

    public ValueTask<IReadOnlyList<EventRecord>> HistoryAsync(EventId id, EventKey key, byte slot, CancellationToken cancellationToken = default) =>
        new OutcomeFinder(reading, options.Value).HistoryAsync(id, slot, cancellationToken);

    public ValueTask<IReadOnlyList<ErasedPerson>> ErasedAsync(CancellationToken cancellationToken = default) => new ErasedTable(reading).AllAsync(cancellationToken);

    public ValueTask AddErasedAsync(IReadOnlyList<ErasedPerson> people, CancellationToken cancellationToken = default) =>
        new ErasedTable(reading).AddAsync(people, cancellationToken);

    /// <summary>Outcomes contain no data of persons: keys are hashes, and the rest is the names of handlers.</summary>
    public async ValueTask<StoreHoldings> SearchAsync(IStoreSearch search, CancellationToken cancellationToken = default)
    {
        var days = new SortedDictionary<DateOnly, (long Records, long Open)>();

        await foreach (var stored in ExportAsync(new StoreRange(0, long.MaxValue, OnlyOpen: false), cancellationToken))
        {
            if (search.IsIn(stored.Delivery))
            {
                var day = DateOnly.FromDateTime(stored.Delivery.ReceivedAt.UtcDateTime);
                var (records, open) = days.GetValueOrDefault(day);
                days[day] = (records + 1, open + (stored.IsSettled ? 0 : 1));
            }
        }

        var today = (await reading.ListAsync("select (clock_timestamp() at time zone 'UTC')::date", static reader => reader.GetFieldValue<DateOnly>(0), cancellationToken))[0];

        return new StoreHoldings(
            [
                .. days.Select(day => new HoldingPart(
                    day.Key.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    day.Value.Records,
                    day.Key < today,
                    day.Value.Open,
                    day.Value.Open > 0 ? null : new DateTimeOffset(day.Key.AddDays(options.Value.RetentionDays + 2), TimeOnly.MinValue, TimeSpan.Zero))),
            ],
            [],
            []);
    }

    /// <summary>A day ends by itself.</summary>
    public ValueTask SealAsync(CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    private async Task<StoreAmount> AmountAsync(string table, CancellationToken cancellationToken) => (await reading.ListAsync(
        "select count(*)::int, coalesce(sum(pg_total_relation_size(i.inhrelid)), 0)::bigint from pg_inherits i where i.inhparent = to_regclass($1)",
        static reader => new StoreAmount(reader.GetInt32(0), reader.GetInt64(1)),
        cancellationToken,
        database.Sql($"{{s}}.{table}")))[0];

    private async Task<List<VerifiedPart>> VerifiedAsync(string table, string number, CancellationToken cancellationToken) => await reading.ListAsync(
        $"""
        select to_char(p.day, 'YYYY-MM-DD'), pg_total_relation_size(p.part), count(*), min(p.number), max(p.number)
        from (select i.day, i.tableoid::regclass as part, {number} as number from {"{s}"}.{table} i) p group by 1, 2 order by 1
        """,
        static reader => new VerifiedPart
        {
            Name = reader.GetString(0),
            Bytes = reader.GetInt64(1),
            Records = reader.GetInt64(2),
            First = reader.GetInt64(3),
            Last = reader.GetInt64(4),
        },
        cancellationToken);
}
