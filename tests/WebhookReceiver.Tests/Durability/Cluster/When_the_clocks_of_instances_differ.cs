using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Durability.Cluster;

/// <summary>Who lives is decided by the database's clock. One of the two receivers is an hour ahead, the other an hour behind.</summary>
[Collection(ClusterCollection.Name)]
public sealed class When_the_clocks_of_instances_differ(SharedCluster shared)
{
    [Fact]
    [Trait("row", "P19")]
    public async Task Neither_takes_the_other_for_dead()
    {
        var schema = shared.Server.NewSchema();
        await using var cluster = new ReceiverCluster(schema, shared.Connection, shared.Connection);

        foreach (var (instance, hours) in cluster.Instances.Zip([1, -1]))
        {
            instance.Ledger = instance.Ledger with { ClockAhead = TimeSpan.FromHours(hours) };
        }

        await cluster.StartAsync(shared.Connection);
        var epochs = await EpochsAsync();
        await using var load = new LoadDriver(new LoadShape { Rate = 200, Messages = int.MaxValue, Connections = 8, Length = LoadShape.Short, BothOneIn = 10 });
        load.Start(cluster.Callbacks[0]);
        load.Targets = cluster.Callbacks;
        await load.UntilAcknowledgedAsync(600, Patience.Token);
        await load.StopAsync();

        (await cluster.DrainAndJudgeAsync(load.Record, shared.Connection)).Enforce();
        Assert.Equal(epochs, await EpochsAsync());

        Task<decimal> EpochsAsync() => ReceiverCluster.ReadAsync<decimal>(shared.Connection, $"select sum(epoch) from {schema}.slot");
    }
}
