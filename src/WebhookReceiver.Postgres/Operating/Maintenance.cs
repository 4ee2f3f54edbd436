using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Postgres;

/// <summary>
/// What some instance has to do once in a while: creates the partitions of the next days, drops those that are due, closes the writers of dead instances, retires writers of which
/// nothing is open, and expires dead letters. All instances do it; each step is harmless when two do it at once.
/// </summary>
internal sealed partial class Maintenance(Database database, IOptions<InboxOptions> options, ILogger<Maintenance> logger)
{
    private const int DaysAhead = 2;

    /// <summary>Skips a writer that is storing a batch: it is not dead.</summary>
    private const string CloseDead = """
        update {s}.writer w set closed_at = clock_timestamp()
        from (select d.id from {s}.writer d where d.closed_at is null
            and not exists (select 1 from {s}.instance i where i.id = d.instance and i.lease_until > clock_timestamp() - interval '10 seconds')
            order by d.id for update of d skip locked) dead
        where w.id = dead.id
        """;

    /// <summary>A closed writer stores nothing more, so once all it stored is settled, no poll needs to look for it.</summary>
    private const string Retire = """
        update {s}.writer w set retired_at = clock_timestamp()
        where w.retired_at is null and w.closed_at < clock_timestamp() - interval '1 minute' and not exists (
            select 1 from {s}.inbox i left join {s}.slot_cursor c on c.slot = i.slot and c.writer = i.writer
            where i.writer = w.id and i.seq > coalesce(c.seq, 0))
        """;

    private const string ForgetWriters = """
        delete from {s}.writer w where w.retired_at is not null and not exists (select 1 from {s}.inbox i where i.writer = w.id)
        """;

    private const string ForgetCursors = "delete from {s}.slot_cursor c where not exists (select 1 from {s}.writer w where w.id = c.writer)";

    private const string ForgetInstances = "delete from {s}.instance where lease_until < clock_timestamp() - interval '1 hour'";

    private const string ForgetAudit = "delete from {s}.audit where at < clock_timestamp() - interval '400 days'";

    /// <summary>The days of a table that have a partition.</summary>
    private const string Days = """
        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = to_regclass($1) order by c.relname
        """;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await KeepDaysAsync(cancellationToken);
        await RunAsync(CloseDead, cancellationToken);
        await RunAsync(Retire, cancellationToken);
        await RunAsync(DeadLetterStatements.Expire, cancellationToken, TimeSpan.FromDays(options.Value.DeadLetterDays));
        await DropDueAsync("inbox", options.Value.RetentionDays, cancellationToken);
        await DropDueAsync("outcome", options.Value.DuplicateWindowDays, cancellationToken);
        await RunAsync(ForgetWriters, cancellationToken);
        await RunAsync(ForgetCursors, cancellationToken);
        await RunAsync(ForgetInstances, cancellationToken);
        await RunAsync(ForgetAudit, cancellationToken);
    }

    /// <summary>Creates the partitions of today and the next days.</summary>
    public Task KeepDaysAsync(CancellationToken cancellationToken) => RunAsync("select {s}.keep_days($1)", cancellationToken, DaysAhead);

    private async Task DropDueAsync(string table, int keptDays, CancellationToken cancellationToken)
    {
        foreach (var day in await DaysOfAsync(table, cancellationToken))
        {
            try
            {
                await using var drop = database.Command("select {s}.drop_day($1, $2, $3)", table, day, keptDays);

                if (await drop.ExecuteScalarAsync(cancellationToken) is true)
                {
                    DayDropped(logger, table, day);
                }
            }
            catch (Npgsql.PostgresException exception) when (exception.SqlState is Npgsql.PostgresErrorCodes.LockNotAvailable)
            {
                // Somebody reads the table for long. Waiting for the lock would make every delivery wait behind it; the next round tries again.
                DayWaits(logger, table, day);
            }
        }
    }

    private async Task<List<DateOnly>> DaysOfAsync(string table, CancellationToken cancellationToken)
    {
        var days = new List<DateOnly>();
        await using var command = database.Command(Days, database.Sql($"{{s}}.{table}"));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);

        while (await reader.ReadAsync(cancellationToken))
        {
            if (DateOnly.TryParseExact(reader.GetString(0)[(table.Length + 1)..], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                days.Add(day);
            }
        }

        return days;
    }

    private async Task RunAsync(string text, CancellationToken cancellationToken, params object?[] values)
    {
        await using var command = database.Command(text, values);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(1740, LogLevel.Information, "The day {Day} of {Table} was dropped: it is due, and nothing in it is open")]
    private static partial void DayDropped(ILogger logger, string table, DateOnly day);

    [LoggerMessage(1741, LogLevel.Debug, "The day {Day} of {Table} is due, but the table is in use; it is tried again")]
    private static partial void DayWaits(ILogger logger, string table, DateOnly day);
}
