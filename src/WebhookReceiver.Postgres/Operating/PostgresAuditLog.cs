using Npgsql;
using NpgsqlTypes;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Postgres;

/// <summary>What operators have done, on all instances, in the order in which it was written. Maintenance drops what is older than 400 days.</summary>
internal sealed class PostgresAuditLog(Database database) : IAuditLog
{
    public async ValueTask WriteAsync(AuditEntry entry, CancellationToken cancellationToken = default) => await database.ExecuteAsync(
        "insert into {s}.audit (id, at, action, target, detail, amount, actor, address) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        cancellationToken,
        Guid.CreateVersion7(entry.At),
        Time(entry.At),
        entry.Action,
        Text(entry.Target),
        Text(entry.Detail),
        new NpgsqlParameter { Value = entry.Count is { } count ? count : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint },
        entry.By,
        Text(entry.From));

    public async ValueTask<IReadOnlyList<AuditEntry>> ReadAsync(AuditFilter filter, Guid? after, int atMost, CancellationToken cancellationToken = default) => await database.QueryAsync(
        """
        select id, at, action, target, detail, amount, actor, address from {s}.audit
        where ($1::uuid is null or n < (select n from {s}.audit where id = $1)) and ($2::text is null or action = $2)
            and ($3::timestamptz is null or at >= $3) and ($4::timestamptz is null or at < $4)
        order by n desc limit $5
        """,
        EntryOf,
        cancellationToken,
        new NpgsqlParameter { Value = after is { } last ? last : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
        Text(filter.Action),
        Time(filter.Since),
        Time(filter.Until),
        atMost);

    private static AuditEntry EntryOf(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetGuid(0),
        At = reader.GetFieldValue<DateTimeOffset>(1),
        Action = reader.GetString(2),
        Target = TextAt(reader, 3),
        Detail = TextAt(reader, 4),
        Count = reader.IsDBNull(5) ? null : reader.GetInt64(5),
        By = reader.GetString(6),
        From = TextAt(reader, 7),
    };

    private static string? TextAt(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter Time(DateTimeOffset? value) =>
        new() { Value = value is { } time ? time.ToUniversalTime() : DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };
}
