using Npgsql;
using NpgsqlTypes;

namespace WebhookReceiver.Postgres;

/// <summary>
/// Writes outcomes and asks about events in one round trip, which is one transaction: the fence first, which locks the slots against a new owner until the commit; then what was
/// recorded; then the questions. Keeps a connection. Used by one caller at a time.
/// </summary>
internal sealed class OutcomeWriter(Database database, TimeSpan window) : IAsyncDisposable
{
    private const string Fence = "select id, epoch from {s}.slot where owner = $1 and id = any($2) order by id for share";

    private const string Insert = """
        insert into {s}.outcome (day, at, slot, epoch, n, key, kind, detail, failure, exception)
        select (clock_timestamp() at time zone 'UTC')::date, clock_timestamp(), r.slot, r.epoch, r.n, r.key, r.kind, r.detail, r.failure, r.exception
        from unnest($2::smallint[], $3::bigint[], $4::bigint[], $5::uuid[], $6::smallint[], $7::text[], $8::text[], $9::text[]) as r(slot, epoch, n, key, kind, detail, failure, exception)
        join {s}.slot s on s.id = r.slot and s.owner = $1 and s.epoch = r.epoch
        """;

    /// <summary>
    /// Of a settled event only what is younger than the window counts; the progress of an open one counts however old it is. An event begins if it is new, or is begun again.
    /// The last day is named so that partitions that are made ahead are not looked into.
    /// </summary>
    internal const string Ask = """
        with asked as (select * from unnest($2::smallint[], $3::bigint[], $4::bigint[], $5::uuid[], $6::text[], $7::boolean[]) as a(slot, epoch, n, key, plan, again)),
        known as materialized (
            select o.key, o.kind, o.epoch, o.n, o.detail, o.failure, extract(epoch from clock_timestamp() - o.at)::float8 as age
            from asked a join {s}.outcome o on o.slot = a.slot and o.key = a.key
            where not a.again and o.day <= (statement_timestamp() at time zone 'UTC')::date + 1 and (o.at > clock_timestamp() - $8 or not exists (select 1 from {s}.outcome z where z.slot = o.slot and z.key = o.key and z.kind = 8))),
        begun as (
            insert into {s}.outcome (day, at, slot, epoch, n, key, kind, detail)
            select (clock_timestamp() at time zone 'UTC')::date, clock_timestamp(), a.slot, a.epoch, a.n, a.key, 1, a.plan
            from asked a join {s}.slot s on s.id = a.slot and s.owner = $1 and s.epoch = a.epoch
            where a.plan is not null and (a.again or not exists (select 1 from known k where k.key = a.key))
            returning key)
        select key, kind, epoch, n, detail, failure, age from known
        union all select key, 0::smallint, 0, 0, null, null, 0 from begun
        order by 3, 4
        """;

    private NpgsqlConnection? connection;

    public async Task<WrittenOutcomes> WriteAsync(long instance, Pending pending, List<EventAsk> asks, CancellationToken cancellationToken)
    {
        try
        {
            connection ??= await database.OpenKeptAsync(cancellationToken);
            await using var batch = new NpgsqlBatch(connection);
            var fenced = Fenced(pending, asks);
            AddFence(batch, instance, fenced);
            AddRows(batch, instance, pending);
            AddLetters(batch, instance, pending);
            AddAsks(batch, instance, asks);

            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            return await ReadAsync(reader, fenced, asks, cancellationToken);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (connection is not null)
        {
            await connection.DisposeAsync();
            connection = null;
        }
    }

    private static HashSet<(byte Slot, long Epoch)> Fenced(Pending pending, List<EventAsk> asks) =>
    [
        .. pending.Rows.Select(static row => (row.Slot, row.Epoch)),
        .. pending.Letters.Where(static letter => letter.IsNew).Select(static letter => letter.Fence),
        .. asks.Select(static ask => (ask.Slot, ask.Epoch)),
    ];

    private void AddFence(NpgsqlBatch batch, long instance, HashSet<(byte Slot, long Epoch)> fenced)
    {
        var fence = Add(batch, Fence, instance);
        fence.Parameters.Add(Array(NpgsqlDbType.Smallint, fenced.Select(static one => (short)one.Slot).Distinct().ToArray()));
    }

    private void AddRows(NpgsqlBatch batch, long instance, Pending pending)
    {
        if (pending.Rows.Count is 0)
        {
            return;
        }

        var rows = pending.Rows;
        var insert = Add(batch, Insert, instance);
        insert.Parameters.Add(Array(NpgsqlDbType.Smallint, rows.ConvertAll(static row => (short)row.Slot)));
        insert.Parameters.Add(Array(NpgsqlDbType.Bigint, rows.ConvertAll(static row => row.Epoch)));
        insert.Parameters.Add(Array(NpgsqlDbType.Bigint, rows.ConvertAll(static row => row.Number)));
        insert.Parameters.Add(Array(NpgsqlDbType.Uuid, rows.ConvertAll(static row => KeyBytes.Of(row.Id))));
        insert.Parameters.Add(Array(NpgsqlDbType.Smallint, rows.ConvertAll(static row => (short)row.Kind)));
        insert.Parameters.Add(Array(NpgsqlDbType.Text, rows.ConvertAll(static row => row.Detail)));
        insert.Parameters.Add(Array(NpgsqlDbType.Text, rows.ConvertAll(static row => row.Failure)));
        insert.Parameters.Add(Array(NpgsqlDbType.Text, rows.ConvertAll(static row => row.Exception)));
    }

    private void AddLetters(NpgsqlBatch batch, long instance, Pending pending)
    {
        foreach (var letter in pending.Letters)
        {
            DeadLetterStatements.Add(Add(batch, DeadLetterStatements.TextFor(letter)).Parameters, letter, instance);
        }
    }

    private void AddAsks(NpgsqlBatch batch, long instance, List<EventAsk> asks)
    {
        if (asks.Count is 0)
        {
            return;
        }

        var ask = Add(batch, Ask, instance);
        ask.Parameters.Add(Array(NpgsqlDbType.Smallint, asks.ConvertAll(static one => (short)one.Slot)));
        ask.Parameters.Add(Array(NpgsqlDbType.Bigint, asks.ConvertAll(static one => one.Epoch)));
        ask.Parameters.Add(Array(NpgsqlDbType.Bigint, asks.ConvertAll(static one => one.Number)));
        ask.Parameters.Add(Array(NpgsqlDbType.Uuid, asks.ConvertAll(static one => KeyBytes.Of(one.Id))));
        ask.Parameters.Add(Array(NpgsqlDbType.Text, asks.ConvertAll(static one => one.Plan is null ? null : OutcomeText.Of(one.Plan))));
        ask.Parameters.Add(Array(NpgsqlDbType.Boolean, asks.ConvertAll(static one => one.IsAgain)));
        ask.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = window, NpgsqlDbType = NpgsqlDbType.Interval });
    }

    private NpgsqlBatchCommand Add(NpgsqlBatch batch, string text, long? instance = null)
    {
        var command = new NpgsqlBatchCommand(database.Sql(text));

        if (instance is { } id)
        {
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = id });
        }

        batch.BatchCommands.Add(command);
        return command;
    }

    private static NpgsqlParameter Array(NpgsqlDbType element, object values) => new() { NpgsqlDbType = NpgsqlDbType.Array | element, Value = values };

    /// <summary>Only statements that return rows have a result here, in the order in which they were added.</summary>
    private static async Task<WrittenOutcomes> ReadAsync(NpgsqlDataReader reader, HashSet<(byte Slot, long Epoch)> fenced, List<EventAsk> asks, CancellationToken cancellationToken)
    {
        var written = new WrittenOutcomes();
        written.Refused.UnionWith(fenced);

        while (await reader.ReadAsync(cancellationToken))
        {
            written.Refused.Remove(((byte)reader.GetInt16(0), reader.GetInt64(1)));
        }

        if (asks.Count > 0)
        {
            await reader.NextResultAsync(cancellationToken);
            await ReadAnswersAsync(reader, asks, written, cancellationToken);
        }

        while (await reader.NextResultAsync(cancellationToken))
        {
            // An error of a later statement shows only here.
        }

        return written;
    }

    private static async Task ReadAnswersAsync(NpgsqlDataReader reader, List<EventAsk> asks, WrittenOutcomes written, CancellationToken cancellationToken)
    {
        var epochs = asks.ToDictionary(static ask => ask.Id, static ask => ask.Epoch);

        while (await reader.ReadAsync(cancellationToken))
        {
            var id = KeyBytes.ToId(reader.GetGuid(0));
            var kind = reader.GetInt16(1);

            if (kind is 0)
            {
                written.Begun.Add(id);
                continue;
            }

            if (!written.Histories.TryGetValue(id, out var history))
            {
                written.Histories.Add(id, history = new History(epochs[id]));
            }

            history.Add(
                (OutcomeKind)kind,
                reader.GetInt64(2),
                await reader.IsDBNullAsync(4, cancellationToken) ? null : reader.GetString(4),
                await reader.IsDBNullAsync(5, cancellationToken) ? null : reader.GetString(5),
                TimeSpan.FromSeconds(Math.Max(0, reader.GetDouble(6))));
        }
    }
}
