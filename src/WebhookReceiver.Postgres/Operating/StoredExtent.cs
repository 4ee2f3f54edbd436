namespace WebhookReceiver.Postgres;

/// <summary>
/// What is open, and from when to when deliveries are stored. It is asked every few seconds while the overview is shown, so it begins at the cursors and at both ends of each writer: what is handled
/// is not read, however much of it is kept.
/// </summary>
internal sealed class StoredExtent(StoreReading reading)
{
    /// <summary>The writers of which something may be open, and up to where nothing is in any slot.</summary>
    private const string Writers = """
        select w.id, min(coalesce(c.seq, 0))
        from {s}.writer w cross join {s}.slot s left join {s}.slot_cursor c on c.slot = s.id and c.writer = w.id
        where w.retired_at is null group by w.id
        """;

    /// <summary>Of one writer, with values that the planner sees: then it knows that few rows lie above the cursor. They are in the primary key, and only of the oldest open one the row is read.</summary>
    private const string Open = $$"""
        select o.open, (select min(f.received_at) from {s}.inbox f where f.writer = $1 and f.seq = o.first)
        from (select count(distinct i.seq) as open, min(i.seq) as first from {{StoredRows.WithCursor}} where i.writer = $1 and i.seq > $2 and {{StoredRows.IsOpen}}) o
        """;

    /// <summary>The numbers of a writer are in the order of time.</summary>
    private const string Kept = """
        select (extract(epoch from min(k.first)) * 1000000)::bigint, (extract(epoch from max(k.last)) * 1000000)::bigint
        from {s}.writer w cross join lateral (select
            (select f.received_at from {s}.inbox f where f.writer = w.id order by f.seq limit 1) as first,
            (select l.received_at from {s}.inbox l where l.writer = w.id order by l.seq desc limit 1) as last) k
        """;

    /// <summary>How many deliveries are open, and when the oldest of them was received.</summary>
    public async Task<(long Count, DateTimeOffset? Oldest)> OpenAsync(CancellationToken cancellationToken)
    {
        var (count, oldest) = (0L, (DateTimeOffset?)null);

        foreach (var (writer, cursor) in await reading.ListAsync(Writers, static reader => (reader.GetInt64(0), reader.GetInt64(1)), cancellationToken))
        {
            var (open, first) = (await reading.ListAsync(
                Open,
                static reader => (reader.GetInt64(0), reader.IsDBNull(1) ? (DateTimeOffset?)null : reader.GetFieldValue<DateTimeOffset>(1)),
                cancellationToken,
                writer,
                cursor))[0];
            count += open;
            oldest = oldest < first ? oldest : first ?? oldest;
        }

        return (count, oldest);
    }

    /// <summary>The numbers of the oldest and the newest stored delivery; null when there is none.</summary>
    public async Task<(long Oldest, long Newest)?> KeptAsync(CancellationToken cancellationToken) => (await reading.ListAsync(
        Kept, static reader => reader.IsDBNull(0) ? ((long, long)?)null : (reader.GetInt64(0), reader.GetInt64(1)), cancellationToken))[0];
}
