using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using WebhookReceiver.Postgres.Tests.Harness;
using Xunit;

namespace WebhookReceiver.Postgres.Tests;

/// <summary>What the overview asks the database while somebody looks at it.</summary>
public sealed class OverviewTests(PostgresServer server) : IAsyncDisposable
{
    private readonly string schema = server.NewSchema();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync() => await server.ExecuteAsync($"drop schema if exists {schema} cascade");

    [Fact]
    public async Task What_is_open_is_counted_without_reading_what_is_handled()
    {
        const int Handled = 200_000;
        await using (await Instance.StartAsync(server.ConnectionString(), schema))
        {
            // Makes the schema.
        }

        // One writer with all its deliveries but four settled, one of them above the cursor, and one in two slots; and a writer of which everything is.
        await server.ExecuteAsync($"""
            insert into {schema}.writer (id, instance) values (7, 7);
            insert into {schema}.writer (id, instance, closed_at, retired_at) values (8, 7, now(), now());
            insert into {schema}.inbox (day, writer, seq, slot, received_at, endpoint, trace, slots, body)
            select (now() at time zone 'UTC')::date, w, n, n % 256, '2030-01-01 00:00:00Z'::timestamptz + n * interval '1 second', 'default', gen_random_uuid(), '\x00', ''::bytea
            from generate_series(1, {Handled + 4}) n cross join generate_series(7, 8) w where w = 7 or n <= {Handled};
            insert into {schema}.inbox (day, writer, seq, slot, received_at, endpoint, trace, slots)
            select day, writer, seq, 255, received_at, endpoint, trace, slots from {schema}.inbox where seq = {Handled + 2};
            insert into {schema}.slot_cursor (slot, writer, seq, settled) select n, w, {Handled}, array[{Handled + 1}] from generate_series(0, 255) n cross join generate_series(7, 8) w;
            """);
        await server.ExecuteAsync($"vacuum analyze {schema}.inbox");
        var before = await ReadRowsAsync();

        // With one connection, which writes down what it has read.
        await using var instance = Instance.Create(server.ConnectionString(), schema, static options => options.PoolSize = 1);
        var status = await instance.Operations.StatusAsync(Token);
        await using (var flush = instance.Database.Command("select pg_stat_force_next_flush()"))
        {
            await flush.ExecuteNonQueryAsync(Token);
        }

        var start = DateTimeOffset.Parse("2030-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal((3, start.AddSeconds(Handled + 2)), (status.Open, status.OldestOpen));
        Assert.Equal((start.AddSeconds(1), start.AddSeconds(Handled + 4)), (TimeOf(status.Kept!.Value.Oldest), TimeOf(status.Kept!.Value.Newest)));
        Assert.InRange(await ReadRowsAsync() - before, 1, 100);
    }

    [Fact]
    public async Task The_overview_is_shown_while_the_database_does_not_answer()
    {
        await using var receiver = await Receiver.StartAsync(server.ConnectionString(), schema, static (_, _) => Task.CompletedTask);
        using var client = receiver.Client();
        Assert.True(await receiver.AcceptAsync(Bodies.Of("a", "15550000001")));
        await using var connection = new NpgsqlConnection(server.ConnectionString() + ";Pooling=false");
        await connection.OpenAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await using var locking = new NpgsqlCommand($"lock table {schema}.inbox in access exclusive mode", connection, transaction);
        await locking.ExecuteNonQueryAsync(Token);

        // Nothing of what the store knows.
        var overview = await client.GetFromJsonAsync<JsonElement>("/api/overview", Token);
        Assert.Equal(("Postgres", 0), (overview.GetProperty("store").GetString(), overview.GetProperty("open_deliveries").GetInt32()));
    }

    private static DateTimeOffset TimeOf(long number) => DateTimeOffset.UnixEpoch.AddMicroseconds(number);

    /// <summary>The rows of <c>inbox</c>, and the entries of its indexes, that were read so far.</summary>
    private Task<long> ReadRowsAsync() => server.ReadAsync<long>($"""
        select ((select sum(seq_tup_read) from pg_stat_user_tables where schemaname = '{schema}' and relname ~ '^inbox_')
            + (select sum(idx_tup_read) from pg_stat_user_indexes where schemaname = '{schema}' and relname ~ '^inbox_'))::bigint
        """);
}
