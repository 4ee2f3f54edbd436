using WebhookReceiver.Postgres.Tests.Harness;
using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Durability.Cluster;

/// <summary>The primary dies under load, its standby is promoted, and the address of the database leads to it.</summary>
public sealed class When_the_database_fails_over
{
    [ThoroughFact]
    [Trait("row", "P18")]
    public async Task With_a_synchronous_standby_nothing_is_lost()
    {
        var (verdict, _) = await FailOverAsync(isSynchronous: true);

        verdict.Enforce();
    }

    [ThoroughFact]
    [Trait("row", "P18")]
    public async Task With_an_asynchronous_one_only_what_it_had_not_received_is_missing_and_everything_goes_on()
    {
        var (verdict, lag) = await FailOverAsync(isSynchronous: false);

        TestContext.Current.TestOutputHelper?.WriteLine($"{verdict.Summary}; the standby lagged since {lag:HH:mm:ss.fff}\n{string.Join('\n', verdict.Violations)}");
        Assert.DoesNotContain(verdict.Violations, static violation => violation.StartsWith("I8", StringComparison.Ordinal) || violation.StartsWith("I5", StringComparison.Ordinal));
    }

    private static async Task<(LedgerVerdict Verdict, DateTimeOffset Lag)> FailOverAsync(bool isSynchronous)
    {
        await using var primary = new PostgresServer();
        await primary.InitializeAsync();
        var schema = primary.NewSchema();
        await using var standby = await primary.StartReplicaAsync("standby");

        if (isSynchronous)
        {
            await primary.ExecuteAsync("alter system set synchronous_standby_names = 'standby'");
            await primary.ReadAsync<bool>("select pg_reload_conf()");
        }

        await using var proxy = new DatabaseProxy(primary.Port);
        var connection = primary.ConnectionString(port: proxy.Port);

        // An address that moves, and the addresses of both, of which Npgsql finds the primary.
        var both = $"Host=127.0.0.1:{standby.Port},127.0.0.1:{primary.Port};Username=postgres;Database=postgres;Target Session Attributes=read-write";
        await using var cluster = isSynchronous ? new ReceiverCluster(schema, connection, both) : new ReceiverCluster(schema, connection);
        await cluster.StartAsync(connection);
        await using var load = new LoadDriver(new LoadShape { Rate = 100, Messages = int.MaxValue, Connections = 8, Length = LoadShape.Short, BothOneIn = 20 });
        load.Start(cluster.Callbacks[0]);
        load.Targets = cluster.Callbacks;
        await load.UntilAcknowledgedAsync(200, Patience.Token);
        var lag = TimeProvider.System.GetUtcNow();

        await cluster.LosingAsync(cluster.Instances, async () =>
        {
            if (!isSynchronous)
            {
                // The standby receives nothing more, and nobody notices.
                await standby.ExecuteAsync("alter system set primary_conninfo = 'host=127.0.0.1 port=1'");
                await standby.ReadAsync<bool>("select pg_reload_conf()");
                lag = TimeProvider.System.GetUtcNow();
                await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + 200, Patience.Token);
            }

            await primary.StopAsync("immediate");
            proxy.Target = standby.Port;
            await standby.PromoteAsync();
            await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + 300, Patience.Token);
            await cluster.ShareAsync(connection);
        });

        await load.StopAsync();
        return (await cluster.DrainAndJudgeAsync(load.Record, connection), lag);
    }
}
