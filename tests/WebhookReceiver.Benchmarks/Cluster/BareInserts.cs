using Npgsql;
using NpgsqlTypes;

namespace WebhookReceiver.Benchmarks;

/// <summary>The least that a store in PostgreSQL does: a prepared insert of a batch, committed, one after another, into a table like that of the deliveries.</summary>
internal sealed class BareInserts(PostgresServer database, string schema, byte[] body)
{
    private const string Insert = """
        insert into {0}.bare (day, writer, seq, slot, received_at, endpoint, trace, phone, slots, body)
        select (clock_timestamp() at time zone 'UTC')::date, 0, r.seq, r.slot, clock_timestamp(), 'default', r.trace, '500400300200100', '\x00', r.body
        from unnest($1::bigint[], $2::smallint[], $3::uuid[], $4::bytea[]) as r(seq, slot, trace, body)
        """;

    /// <returns>How long each commit took.</returns>
    public async Task<List<TimeSpan>> RunAsync(int batch, TimeSpan time, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await ExecuteAsync(connection, $"drop table if exists {schema}.bare; create table {schema}.bare (like {schema}.inbox including all)", cancellationToken);
        await using var insert = new NpgsqlCommand(Insert.Replace("{0}", schema, StringComparison.Ordinal), connection);
        var seq = Add<long>(insert, NpgsqlDbType.Bigint, batch);
        var slot = Add<short>(insert, NpgsqlDbType.Smallint, batch);
        var trace = Add<Guid>(insert, NpgsqlDbType.Uuid, batch);
        Array.Fill(Add<byte[]>(insert, NpgsqlDbType.Bytea, batch), body);
        await insert.PrepareAsync(cancellationToken);
        var times = new List<TimeSpan>();
        var began = TimeProvider.System.GetTimestamp();

        for (var number = 0L; TimeProvider.System.GetElapsedTime(began) < time;)
        {
            for (var row = 0; row < batch; row++)
            {
                (seq[row], slot[row], trace[row]) = (++number, (short)(number % 256), Guid.NewGuid());
            }

            var start = TimeProvider.System.GetTimestamp();
            await insert.ExecuteNonQueryAsync(cancellationToken);
            times.Add(TimeProvider.System.GetElapsedTime(start));
        }

        await ExecuteAsync(connection, $"drop table {schema}.bare", cancellationToken);
        return times;
    }

    private static T[] Add<T>(NpgsqlCommand command, NpgsqlDbType element, int count)
    {
        var values = new T[count];
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | element, Value = values });
        return values;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
