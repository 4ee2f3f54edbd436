using System.Globalization;
using Npgsql;
using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Durability.Cluster;

/// <summary>
/// The tables are divided by the days of the database's clock. The receivers of this test see another clock than the server: a function of that name in front of the server's own. It
/// stands shortly before the midnight that began yesterday, and passes it under load.
/// </summary>
[Collection(ClusterCollection.Name)]
public sealed class When_the_day_ends(SharedCluster shared)
{
    [ThoroughFact]
    [Trait("row", "P15")]
    public async Task Midnight_passes_unnoticed_and_a_day_is_dropped_only_when_nothing_in_it_is_open()
    {
        var schema = shared.Server.NewSchema();
        var today = await ReceiverCluster.ReadAsync<DateOnly>(shared.Connection, "select (clock_timestamp() at time zone 'UTC')::date");
        await shared.Server.ExecuteAsync($"""
            create schema {schema}_clock;
            create table {schema}_clock.shift as
                select ((pg_catalog.clock_timestamp() at time zone 'UTC')::date::timestamp at time zone 'UTC') - interval '25 hours' - pg_catalog.clock_timestamp() as ahead, pg_catalog.clock_timestamp() as began;
            create function {schema}_clock.clock_timestamp() returns timestamptz language sql volatile as
                'select pg_catalog.clock_timestamp() + (select ahead from {schema}_clock.shift)';
            """);
        var connection = $"{shared.Connection};Search Path={schema}_clock,pg_catalog";
        await using var cluster = new ReceiverCluster(schema, connection, connection);
        var (old, next) = (Name(today.AddDays(-2)), Name(today.AddDays(-1)));
        var hang = cluster.Instances[0].File("hang");

        foreach (var instance in cluster.Instances)
        {
            // Slow enough that it is certainly not settled when the day is to be dropped.
            instance.Ledger = instance.Ledger with { HangingConversations = [1], HangWhile = hang };
        }

        await File.WriteAllTextAsync(hang, "", Patience.Token);
        await cluster.StartAsync(connection);
        await shared.Server.ExecuteAsync(string.Concat(new[] { (Day: old, From: -2), (Day: next, From: -1) }.SelectMany(day => new[] { "inbox", "outcome", "term" }.Select(table =>
            $"create table {schema}.{table}_{day.Day} partition of {schema}.{table} for values from ('{today.AddDays(day.From):yyyy-MM-dd}') to ('{today.AddDays(day.From + 1):yyyy-MM-dd}');"))));

        // The jump ends the leases, so it is made before anything is sent.
        await shared.Server.ExecuteAsync($"update {schema}_clock.shift set ahead = ahead + interval '1 hour' - (pg_catalog.clock_timestamp() - began) - interval '4 seconds'");
        await cluster.ShareAsync(connection);

        await using var load = new LoadDriver(new LoadShape { Rate = 100, Messages = int.MaxValue, Connections = 4, Conversations = 16, Length = LoadShape.Short, BothOneIn = 20 });
        load.Start(cluster.Callbacks[0]);
        load.Targets = cluster.Callbacks;
        await UntilAsync($"select exists (select 1 from {schema}.inbox_{old}) and (select count(*) from {schema}.inbox_{next}) > 100");

        // Everything but the hanging conversation is settled, and the cursors are saved.
        await load.StopAsync();
        Assert.False(await DropAsync("inbox", old));
        Assert.False(await DropAsync("outcome", old));
        File.Delete(hang);

        await using (var stranger = new NpgsqlConnection(shared.Connection + ";Pooling=false"))
        {
            // Somebody reads the day: dropping it gives up soon instead of making everybody wait behind it.
            await stranger.OpenAsync(Patience.Token);
            await using var transaction = await stranger.BeginTransactionAsync(Patience.Token);
            await using var read = new NpgsqlCommand($"select count(*) from {schema}.inbox_{old}", stranger, transaction);
            await read.ExecuteScalarAsync(Patience.Token);
            await UntilAsync($"select not exists (select 1 from {schema}.inbox i left join {schema}.slot_cursor c on c.slot = i.slot and c.writer = i.writer where i.day < '{today.AddDays(-1):yyyy-MM-dd}' and i.seq > coalesce(c.seq, 0))");
            var refused = await Assert.ThrowsAsync<PostgresException>(() => DropAsync("inbox", old));
            Assert.Equal(PostgresErrorCodes.LockNotAvailable, refused.SqlState);
        }

        (await cluster.DrainAndJudgeAsync(load.Record, connection)).Enforce();
        Assert.True(await DropAsync("inbox", old));
        Assert.True(await DropAsync("outcome", old));

        await using var more = new LoadDriver(new LoadShape { Rate = 100, Messages = 50, Connections = 4, Conversations = 16, Length = LoadShape.Short });
        more.Start(cluster.Callbacks[1]);
        await more.UntilAcknowledgedAsync(50, Patience.Token);
        await more.StopAsync();
        (await cluster.DrainAndJudgeAsync(more.Record, connection)).Enforce();

        Task<bool> DropAsync(string table, string day) => ReceiverCluster.ReadAsync<bool>(
            shared.Connection, $"select {schema}.drop_day('{table}', '{DateOnly.ParseExact(day, "yyyyMMdd", CultureInfo.InvariantCulture):yyyy-MM-dd}', 1)");
        Task UntilAsync(string sql) => Poll.UntilAsync(() => ReceiverCluster.ReadAsync<bool>(shared.Connection, sql), sql, Patience.Token);
        static string Name(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
    }
}
