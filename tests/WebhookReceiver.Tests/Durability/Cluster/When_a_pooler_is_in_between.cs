using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Durability.Cluster;

[Collection(ClusterCollection.Name)]
public sealed class When_a_pooler_is_in_between(SharedCluster shared)
{
    [Fact]
    [Trait("row", "P17")]
    public async Task Nothing_depends_on_the_session_and_a_killed_instance_is_taken_over()
    {
        var schema = shared.Server.NewSchema();
        await using var pooler = await Pooler.StartAsync(shared.Server.Port);
        var connection = shared.Server.ConnectionString(port: pooler.Port);
        await using var cluster = new ReceiverCluster(schema, connection, connection);

        foreach (var instance in cluster.Instances)
        {
            instance.Settings["Inbox:Postgres:Prepare"] = "false";
        }

        await cluster.StartAsync(shared.Connection);
        await using var load = new LoadDriver(new LoadShape { Rate = 200, Messages = int.MaxValue, Connections = 8, Length = LoadShape.Short, BothOneIn = 10 });
        load.Start(cluster.Callbacks[0]);
        load.Targets = cluster.Callbacks;
        await load.UntilAcknowledgedAsync(200, Patience.Token);
        await cluster.Instances[1].KillAsync();
        await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + 200, Patience.Token);
        await load.StopAsync();

        (await cluster.DrainAndJudgeAsync(load.Record, shared.Connection)).Enforce();
    }
}
