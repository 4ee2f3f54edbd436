using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Durability.Cluster;

[Collection(ClusterCollection.Name)]
public sealed class When_instances_share_conversations(SharedCluster shared)
{
    [Fact]
    [Trait("row", "P03")]
    [Trait("row", "P11")]
    public async Task What_two_of_them_receive_at_once_is_handled_once_and_in_order()
    {
        var messages = Rounds.Of("WHATSAPP_CLUSTER_MESSAGES", normally: 800);
        await using var load = await shared.StartLoadAsync(new LoadShape
        {
            Rate = 600,
            Messages = messages,
            Connections = 4,
            Conversations = 4,
            Length = LoadShape.Short,
            BothOneIn = 2,
            RepeatOneIn = 5,
        });

        await load.UntilAcknowledgedAsync(messages, Patience.Token);
        var verdict = await shared.JudgeAsync(load);

        verdict.Enforce();
        Assert.Equal(load.Record.Acknowledged.Count(), shared.Cluster.Ledger(load.Record).Count(static entry => entry.Step is LedgerStep.Ended));
    }

    [ThoroughFact]
    [Trait("row", "P13")]
    public async Task Each_may_be_restarted_in_turn_and_nothing_is_handled_again()
    {
        await using var load = await shared.StartLoadAsync(new LoadShape { Rate = 120, Messages = int.MaxValue, Connections = 8, Length = LoadShape.Short, BothOneIn = 20 });
        var fourth = shared.Cluster.Add(shared.Connection);
        await fourth.StartReadyAsync(Patience.Token);

        for (var number = 0; number < shared.Cluster.Instances.Count; number++)
        {
            var instance = shared.Cluster.Instances[number];
            await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + 50, Patience.Token);
            Assert.Equal(0, await instance.TerminateAsync(Patience.Token));
            await instance.StartReadyAsync(Patience.Token);
            load.Targets = shared.Cluster.Callbacks;
        }

        await shared.Cluster.RetireAsync(fourth);
        load.Targets = shared.Cluster.Callbacks;
        await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + 100, Patience.Token);
        (await shared.JudgeAsync(load)).Enforce();
    }
}
