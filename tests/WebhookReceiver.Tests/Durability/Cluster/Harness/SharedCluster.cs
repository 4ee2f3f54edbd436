using WebhookReceiver.Postgres.Tests.Harness;
using WebhookReceiver.Tests.Durability.Harness;
using Xunit;

namespace WebhookReceiver.Tests.Durability.Cluster;

/// <summary>
/// Three receivers on one PostgreSQL for all tests that need no more than that: to start them is most of what such a test costs. The first one reaches the database through a proxy.
/// The tests run one after the other, and each leaves three receivers that are ready.
/// </summary>
public sealed class SharedCluster : IAsyncLifetime
{
    private DatabaseProxy? proxy;
    private ReceiverCluster? cluster;

    public PostgresServer Server { get; } = new();

    internal DatabaseProxy Proxy => proxy!;

    internal ReceiverCluster Cluster => cluster!;

    public string Connection => Server.ConnectionString();

    public async ValueTask InitializeAsync() => await Server.InitializeAsync();

    /// <summary>A load that every receiver gets its share of.</summary>
    internal async Task<LoadDriver> StartLoadAsync(LoadShape shape)
    {
        var load = new LoadDriver(shape);
        load.Start((await ReadyAsync()).Callbacks[0]);
        load.Targets = Cluster.Callbacks;
        return load;
    }

    internal async Task<ReceiverCluster> ReadyAsync()
    {
        if (cluster is null)
        {
            var schema = Server.NewSchema();
            proxy = new DatabaseProxy(Server.Port);
            cluster = new ReceiverCluster(schema, Server.ConnectionString(port: proxy.Port), Connection, Connection);

            foreach (var instance in cluster.Instances)
            {
                instance.Ledger = instance.Ledger with { Delay = TimeSpan.FromMilliseconds(300), SlowWhile = SlowFile(instance) };
            }
        }

        await cluster.StartAsync(Connection);
        return cluster;
    }

    /// <summary>While it exists, the handlers of this instance take their time, so that some are always in progress.</summary>
    internal static string SlowFile(LedgerReceiver instance) => instance.File("slow");

    /// <summary>Stops the load, waits until everything acknowledged is handled, and compares both.</summary>
    internal async Task<LedgerVerdict> JudgeAsync(LoadDriver load)
    {
        await load.StopAsync();
        return await Cluster.DrainAndJudgeAsync(load.Record, Connection);
    }

    public async ValueTask DisposeAsync()
    {
        if (cluster is not null)
        {
            await cluster.DisposeAsync();
            await proxy!.DisposeAsync();
        }

        await Server.DisposeAsync();
    }
}

/// <summary>The tests that share the cluster.</summary>
[CollectionDefinition(Name)]
public sealed class ClusterCollection : ICollectionFixture<SharedCluster>
{
    public const string Name = "cluster";
}
