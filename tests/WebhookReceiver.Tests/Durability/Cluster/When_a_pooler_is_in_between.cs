using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Durability.Cluster;

[Collection(ClusterCollection.Name)]
public sealed class When_a_pooler_is_in_between(SharedCluster shared)
{
    [ThoroughFact]
    [Trait("row", "P17")]
    public async Task Nothing_depends_on_the_session()
    {
        await using var load = await shared.StartLoadAsync(new LoadShape { Rate = 100, Messages = int.MaxValue, Connections = 8, Length = LoadShape.Short, BothOneIn = 10 });
        await using var pooler = await Pooler.StartAsync(shared.Server.Port);
        var behind = shared.Cluster.Add(shared.Server.ConnectionString(port: pooler.Port));
        behind.Settings["Inbox:Postgres:Prepare"] = "false";
        await behind.StartReadyAsync(Patience.Token);
        await shared.Cluster.ShareAsync(shared.Connection);
        load.Targets = shared.Cluster.Callbacks;
        await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + 150, Patience.Token);

        // How soon it handles something depends on how busy the machine is.
        await Poll.UntilAsync(
            () => Task.FromResult(shared.Cluster.Ledger(load.Record).Any(entry => entry.Life == behind.Life && entry.Step is LedgerStep.Ended)),
            "the instance behind the pooler handled an event",
            Patience.Token);
        await shared.Cluster.RetireAsync(behind);
        load.Targets = shared.Cluster.Callbacks;

        (await shared.JudgeAsync(load)).Enforce();
        Assert.Contains(shared.Cluster.Ledger(load.Record), entry => entry.Life == behind.Life && entry.Step is LedgerStep.Ended);
    }
}
