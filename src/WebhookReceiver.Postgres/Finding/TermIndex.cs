using Npgsql;

namespace WebhookReceiver.Postgres;

/// <summary>
/// Copies the terms of stored deliveries into the table <c>term</c>, some time after they were stored. All instances do it from time to time, one at a time. What it has not come to yet is
/// found as well: a search looks at the terms in the rows themselves.
/// </summary>
/// <remarks>
/// A writer numbers without gaps and stores one batch after another, so all of its deliveries up to one that is visible are visible. A closed one stores nothing more.
/// </remarks>
internal sealed class TermIndex(Database database)
{
    /// <summary>
    /// How many deliveries of a writer are copied at once, and how many wait for it. A row of <c>term</c> then fits into a quarter of a page, if an event has four or five terms.
    /// </summary>
    internal const int Portion = 10_000;

    private const string TryLock = "select pg_try_advisory_xact_lock(hashtext('{lock}'), 3)";

    /// <summary>The next portion that is due: it is full, or an hour old, or the last one of its writer.</summary>
    private static readonly string Due = $$"""
        select d.writer, coalesce(d.first - 1, d.after), d.upto, d.is_closed and d.upto >= d.last
        from (
            select n.*, least(n.last, coalesce(n.first, n.last) + {{Portion - 1}}) as upto
            from (
                select w.id as writer, coalesce(c.seq, 0) as after, w.closed_at is not null as is_closed, f.seq as first, f.received_at,
                    coalesce((select i.seq from {s}.inbox i where i.writer = w.id order by i.seq desc limit 1), 0) as last
                from {s}.writer w
                left join {s}.term_cursor c on c.writer = w.id
                left join lateral (select i.seq, i.received_at from {s}.inbox i where i.writer = w.id and i.seq > coalesce(c.seq, 0) order by i.seq limit 1) f on true
                where not coalesce(c.is_complete, false)) n) d
        where d.is_closed or d.last >= d.first + {{Portion - 1}} or d.received_at < clock_timestamp() - interval '1 hour'
        order by d.received_at limit 1
        """;

    private const string Copy = """
        insert into {s}.term (day, bucket, writer, base, oldest, newest, terms, seqs)
        select i.day, (t.term & 255)::smallint, $1, $2, min(i.received_at), max(i.received_at), array_agg(t.term), array_agg((i.seq - $2)::int)
        from {s}.inbox i cross join lateral unnest(i.terms) as t(term)
        where i.writer = $1 and i.seq > $2 and i.seq <= $3
        group by i.day, t.term & 255
        """;

    private const string Move = """
        insert into {s}.term_cursor as c (writer, seq, is_complete, unknown_until)
        select $1, $3, $4, max(i.received_at) from {s}.inbox i
        where i.writer = $1 and i.seq > $2 and i.seq <= $3 and i.slot = get_byte(i.slots, 0) and i.terms is null
        on conflict (writer) do update
            set (seq, is_complete, unknown_until) = (excluded.seq, excluded.is_complete, greatest(c.unknown_until, excluded.unknown_until))
        """;

    private const string Forget = "delete from {s}.term_cursor c where not exists (select 1 from {s}.writer w where w.id = c.writer)";

    /// <summary>Copies everything that is due.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await CopyAsync(cancellationToken))
        {
            // Each portion in a transaction of its own.
        }

        await using var forget = database.Command(Forget);
        await forget.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <returns>False when nothing is due, or another instance is at it.</returns>
    private async Task<bool> CopyAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var tryLock = database.Command(connection, TryLock);

        if (await tryLock.ExecuteScalarAsync(cancellationToken) is not true || await DueAsync(connection, cancellationToken) is not var (writer, after, upTo, isLast))
        {
            return false;
        }

        await using var copy = database.Command(connection, Copy, writer, after, upTo);
        await copy.ExecuteNonQueryAsync(cancellationToken);
        await using var move = database.Command(connection, Move, writer, after, upTo, isLast);
        await move.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private async Task<(long Writer, long After, long UpTo, bool IsLast)?> DueAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var due = database.Command(connection, Due);
        await using var reader = await due.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetBoolean(3)) : null;
    }
}
