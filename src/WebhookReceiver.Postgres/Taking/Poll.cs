using Npgsql;
using NpgsqlTypes;

namespace WebhookReceiver.Postgres;

/// <summary>
/// Reads what is new in the slots of this instance: one statement, so one snapshot over all writers. A delivery that is visible then is never followed by one that was acknowledged
/// before it and is not. Keeps a connection. Used by one loop.
/// </summary>
internal sealed class Poll(Database database, StoredBodies stored) : IAsyncDisposable
{
    /// <summary>How many rows of each writer are read at once.</summary>
    public const int Limit = 256;

    /// <summary>A larger body is read when its turn comes, and one that this instance has stored itself is in its memory.</summary>
    private const int LargestBody = 32 * 1024;

    /// <summary>The list of writers is read in the same snapshot: a writer that it lacked could have stored what came before a row that it has.</summary>
    private static readonly string Select = $$"""
        select i.writer, i.seq, i.slot, i.day, i.received_at, i.endpoint, i.trace, i.phone, i.slots, i.trace_context,
            case when i.writer = $5 and i.seq >= $6 then null
                when octet_length(i.body) <= {{LargestBody}} then i.body
                when i.body is null then (
                    select case when octet_length(f.body) <= {{LargestBody}} then f.body end from {s}.inbox f
                    where f.writer = i.writer and f.seq = i.seq and f.slot = get_byte(i.slots, 0) and f.day = i.day) end
        from {s}.writer w
        left join unnest($1::bigint[], $2::bigint[], $3::smallint[]) as c(writer, seq, slot) on c.writer = w.id
        cross join lateral (
            select r.* from {s}.inbox r
            where r.writer = w.id and (r.seq, r.slot) > (coalesce(c.seq, 0), coalesce(c.slot, -1::smallint)) and r.slot = any($4::smallint[]){filter}
            order by r.writer, r.seq, r.slot
            limit {{Limit}}) i
        where w.retired_at is null
        """;

    /// <summary>Of what an earlier owner left, only what is above its cursors.</summary>
    private const string AboveCursors = """
         and r.seq > coalesce((select s.seq from {s}.slot_cursor s where s.slot = r.slot and s.writer = r.writer), 0)
        """;

    private NpgsqlConnection? connection;
    private NpgsqlCommand? common;

    public async Task<List<Row>> ReadAsync(ReadGroup group, byte[] slots, bool isCatchUp, CancellationToken cancellationToken)
    {
        try
        {
            connection ??= await database.OpenKeptAsync(cancellationToken);
            return isCatchUp ? await ReadLeftAsync(group, slots, cancellationToken) : await ReadAsync(common ??= Create(string.Empty), group, slots, cancellationToken);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (common is not null)
        {
            await common.DisposeAsync();
            common = null;
        }

        if (connection is not null)
        {
            await connection.DisposeAsync();
            connection = null;
        }
    }

    private async Task<List<Row>> ReadLeftAsync(ReadGroup group, byte[] slots, CancellationToken cancellationToken)
    {
        await using var command = Create(AboveCursors);
        return await ReadAsync(command, group, slots, cancellationToken);
    }

    private NpgsqlCommand Create(string filter)
    {
        var command = database.Command(connection!, Select.Replace("{filter}", filter, StringComparison.Ordinal));

        foreach (var element in new[] { NpgsqlDbType.Bigint, NpgsqlDbType.Bigint, NpgsqlDbType.Smallint, NpgsqlDbType.Smallint })
        {
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | element });
        }

        command.Parameters.Add(new NpgsqlParameter<long>());
        command.Parameters.Add(new NpgsqlParameter<long>());

        return command;
    }

    private async Task<List<Row>> ReadAsync(NpgsqlCommand command, ReadGroup group, byte[] slots, CancellationToken cancellationToken)
    {
        (command.Parameters[0].Value, command.Parameters[1].Value, command.Parameters[2].Value) = group.Positions();
        command.Parameters[3].Value = Array.ConvertAll(slots, static slot => (short)slot);
        (command.Parameters[4].Value, command.Parameters[5].Value) = stored.Kept;
        var rows = new List<Row>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);

        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(RowReader.Read(reader));
        }

        return rows;
    }
}
