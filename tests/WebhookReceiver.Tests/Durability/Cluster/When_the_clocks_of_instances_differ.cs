using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Durability.Cluster;

/// <summary>Who lives is decided by the database's clock. One receiver is an hour behind the others.</summary>
[Collection(ClusterCollection.Name)]
public sealed class When_the_clocks_of_instances_differ(SharedCluster shared)
{
    [ThoroughFact]
    [Trait("row", "P19")]
    public async Task None_takes_another_for_dead()
    {
        await using var load = await shared.StartLoadAsync(new LoadShape { Rate = 100, Messages = int.MaxValue, Connections = 8, Length = LoadShape.Short, BothOneIn = 10 });
        var behind = shared.Cluster.Add(shared.Connection);
        behind.Ledger = behind.Ledger with { ClockAhead = TimeSpan.FromHours(-1) };
        await behind.StartReadyAsync(Patience.Token);
        await shared.Cluster.ShareAsync(shared.Connection);
        load.Targets = shared.Cluster.Callbacks;
        var epochs = await EpochsAsync();
        await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + 300, Patience.Token);
        Assert.Equal(epochs, await EpochsAsync());
        await shared.Cluster.RetireAsync(behind);
        load.Targets = shared.Cluster.Callbacks;

        (await shared.JudgeAsync(load)).Enforce();

        Task<decimal> EpochsAsync() => ReceiverCluster.ReadAsync<decimal>(shared.Connection, $"select sum(epoch) from {shared.Cluster.Schema}.slot");
    }
}
