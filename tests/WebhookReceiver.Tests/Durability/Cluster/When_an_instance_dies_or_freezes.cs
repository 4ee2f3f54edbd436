using System.Globalization;
using Npgsql;
using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Durability.Cluster;

[Collection(ClusterCollection.Name)]
public sealed class When_an_instance_dies_or_freezes(SharedCluster shared)
{
    private static readonly LoadShape Shape = new() { Rate = 120, Messages = int.MaxValue, Connections = 8, Length = LoadShape.Short, GivesUpAfter = TimeSpan.FromSeconds(1), BothOneIn = 20 };

    [Fact]
    [Trait("row", "P04")]
    public async Task Others_take_over_the_conversations_of_a_killed_one()
    {
        var rounds = Rounds.Of("WHATSAPP_CLUSTER_KILL_ROUNDS", normally: 1);
        var random = new Random();
        await using var load = await shared.StartLoadAsync(Shape);
        var failovers = new List<TimeSpan>();

        for (var round = 1; round <= rounds; round++)
        {
            await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + random.Next(50, 400), Patience.Token);
            var victim = shared.Cluster.Instances[random.Next(shared.Cluster.Instances.Count)];
            await victim.KillAsync();
            var end = victim.Ends[^1];

            // The restarted one is a new instance: it does not wait for what its former life owned.
            await victim.StartReadyAsync(Patience.Token);
            load.Targets = shared.Cluster.Callbacks;
            await shared.Cluster.ShareAsync(shared.Connection);
            await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + 100, Patience.Token);
            failovers.Add(shared.Cluster.Failover(load.Record, end));
        }

        var verdict = await shared.JudgeAsync(load);

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Until others had handled every conversation of the killed one, in seconds: {string.Join(", ", failovers.Order().Select(static time => time.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)))}"));
        verdict.Enforce();
    }

    [ThoroughFact]
    [Trait("row", "P04")]
    public async Task What_a_frozen_one_writes_when_it_wakes_is_refused()
    {
        var seconds = Rounds.Of("WHATSAPP_CLUSTER_FREEZE_SECONDS", normally: 1);
        await using var load = await shared.StartLoadAsync(Shape);
        await load.UntilAcknowledgedAsync(100, Patience.Token);
        var frozen = shared.Cluster.Instances[1];
        var schema = shared.Cluster.Schema;

        // It has handlers in progress when it is frozen, and their outcomes to write when it wakes.
        await File.WriteAllTextAsync(SharedCluster.SlowFile(frozen), "", Patience.Token);
        await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + 200, Patience.Token);

        await shared.Cluster.LosingAsync([frozen], async () =>
        {
            frozen.Process.Freeze();
            load.Targets = [.. shared.Cluster.Callbacks.Where(callback => callback != frozen.Callback)];
            await Task.Delay(TimeSpan.FromSeconds(seconds), TestContext.Current.CancellationToken);
            await Poll.UntilAsync(
                () => ReceiverCluster.ReadAsync<bool>(
                    shared.Connection, $"select count(distinct i.id) = 2 and count(*) = 256 from {schema}.slot s join {schema}.instance i on i.id = s.owner and i.lease_until > clock_timestamp()"),
                "the other two own all slots",
                Patience.Token);

            await using (var stranger = new NpgsqlConnection(shared.Connection + ";Pooling=false"))
            {
                // It cannot extend its lease, so it does not find out in any other way that it has lost its slots.
                await stranger.OpenAsync(Patience.Token);
                await using var transaction = await stranger.BeginTransactionAsync(Patience.Token);
                await using var hold = new NpgsqlCommand($"select id from {schema}.instance where lease_until < clock_timestamp() for update", stranger, transaction);
                await hold.ExecuteNonQueryAsync(Patience.Token);
                frozen.Process.Thaw();
                await frozen.Process.UntilPrintedAsync("\"Id\":1730", Patience.Token);
            }

            File.Delete(SharedCluster.SlowFile(frozen));
            await frozen.Process.UntilReadyAsync(Patience.Token);
            load.Targets = shared.Cluster.Callbacks;
            await shared.Cluster.ShareAsync(shared.Connection);
        });

        await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + 200, Patience.Token);
        (await shared.JudgeAsync(load)).Enforce();
    }
}
