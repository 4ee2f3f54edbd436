using Npgsql;
using NpgsqlTypes;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Postgres;

/// <summary>The handlers that are paused on all instances.</summary>
internal sealed class PostgresHandlerPauses(Database database) : IHandlerPauses
{
    public bool IsShared => true;

    public async ValueTask<IReadOnlyList<HandlerPause>> ReadAsync(CancellationToken cancellationToken = default) => await database.QueryAsync(
        "select handler, paused_at, paused_by from {s}.paused_handler order by handler collate \"C\"",
        static reader => new HandlerPause(reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetString(2)),
        cancellationToken);

    public async ValueTask PauseAsync(HandlerPause pause, CancellationToken cancellationToken = default) => await database.ExecuteAsync(
        "insert into {s}.paused_handler (handler, paused_at, paused_by) values ($1, $2, $3) on conflict (handler) do nothing",
        cancellationToken,
        pause.Handler,
        new NpgsqlParameter { Value = pause.At.ToUniversalTime(), NpgsqlDbType = NpgsqlDbType.TimestampTz },
        pause.By);

    public async ValueTask ResumeAsync(string handler, CancellationToken cancellationToken = default) =>
        await database.ExecuteAsync("delete from {s}.paused_handler where handler = $1", cancellationToken, handler);
}
