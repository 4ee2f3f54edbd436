namespace WebhookReceiver.Postgres;

/// <summary>Parts of statements about the rows <c>i</c> of <c>inbox</c>.</summary>
internal static class StoredRows
{
    /// <summary>A delivery is open while one of its rows is above the cursor of its slot and not among the settled ones there.</summary>
    public const string IsOpen = "(i.seq > coalesce(c.seq, 0) and not i.seq = any(coalesce(c.settled, '{}')))";

    /// <summary>The number of a delivery for operators: the time at which it was stored, in microseconds since 1970.</summary>
    public const string Number = "(extract(epoch from i.received_at) * 1000000)::bigint";

    public const string WithCursor = "{s}.inbox i left join {s}.slot_cursor c on c.slot = i.slot and c.writer = i.writer";

    /// <summary>Whether no row of the delivery is open.</summary>
    public const string IsSettled = """
        not exists (
            select 1 from {s}.inbox o left join {s}.slot_cursor c on c.slot = o.slot and c.writer = o.writer
            where o.writer = i.writer and o.seq = i.seq and (o.seq > coalesce(c.seq, 0) and not o.seq = any(coalesce(c.settled, '{}'))))
        """;
}
