using Npgsql;
using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Postgres;

/// <summary>Reads a row of <c>inbox</c> in the order of the columns that every statement selects.</summary>
internal static class RowReader
{
    public const string Columns = "i.writer, i.seq, i.slot, i.day, i.received_at, i.endpoint, i.trace, i.phone, i.slots, i.trace_context";

    /// <summary>The body, which is in the row of the first slot.</summary>
    public const string Body =
        "coalesce(i.body, (select f.body from {s}.inbox f where f.writer = i.writer and f.seq = i.seq and f.slot = get_byte(i.slots, 0) and f.day = i.day))";

    /// <summary>How many columns these are with the body, so where the columns of a statement's own begin.</summary>
    public const int Count = 11;

    public static Row Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(0),
        reader.GetInt64(1),
        (byte)reader.GetInt16(2),
        reader.GetFieldValue<DateOnly>(3),
        reader.GetFieldValue<DateTimeOffset>(4),
        reader.GetString(5),
        reader.GetGuid(6),
        reader.IsDBNull(7) ? null : reader.GetString(7),
        reader.GetFieldValue<byte[]>(8),
        reader.IsDBNull(10) ? null : reader.GetFieldValue<byte[]>(10))
    {
        TraceContext = reader.IsDBNull(9) ? null : DeliveryTrace.Read(reader.GetFieldValue<byte[]>(9)),
    };
}
