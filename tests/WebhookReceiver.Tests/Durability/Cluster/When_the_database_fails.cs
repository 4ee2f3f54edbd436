using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Durability.Cluster;

[Collection(ClusterCollection.Name)]
public sealed class When_the_database_fails(SharedCluster shared)
{
    private static readonly LoadShape Shape = new() { Rate = 150, Messages = int.MaxValue, Connections = 8, Length = LoadShape.Short, GivesUpAfter = TimeSpan.FromSeconds(3), BothOneIn = 20 };

    [Fact]
    [Trait("row", "P01")]
    public async Task Nothing_is_lost_when_it_crashes_and_starts_again()
    {
        var rounds = Rounds.Of("WHATSAPP_DATABASE_CRASH_ROUNDS", normally: 2);
        var random = new Random();
        await using var load = await shared.StartLoadAsync(Shape);

        for (var round = 1; round <= rounds; round++)
        {
            await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + random.Next(50, 500), Patience.Token);
            await shared.Cluster.LosingAsync(shared.Cluster.Instances, async () =>
            {
                await shared.Server.StopAsync("immediate");
                await shared.Server.StartAsync();
                await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + 50, Patience.Token);
            });
        }

        (await shared.JudgeAsync(load)).Enforce();
    }

    [ThoroughFact]
    [Trait("row", "P05")]
    public async Task While_it_is_away_deliveries_are_refused_and_afterwards_everything_goes_on_without_a_restart()
    {
        var seconds = Rounds.Of("WHATSAPP_DATABASE_OUTAGE_SECONDS", normally: 3);
        await using var load = await shared.StartLoadAsync(Shape);
        await load.UntilAcknowledgedAsync(200, Patience.Token);
        (DateTimeOffset From, DateTimeOffset To) outage = default;

        await shared.Cluster.LosingAsync(shared.Cluster.Instances, async () =>
        {
            await shared.Server.StopAsync();
            var from = TimeProvider.System.GetUtcNow();
            await Task.Delay(TimeSpan.FromSeconds(seconds), TestContext.Current.CancellationToken);
            outage = (from, TimeProvider.System.GetUtcNow());
            await shared.Server.StartAsync();
            await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + 300, Patience.Token);
            await shared.Cluster.ShareAsync(shared.Connection);
        });

        (await shared.JudgeAsync(load)).Enforce();
        var during = load.Record.Answers.Where(answer => answer.SentAt >= outage.From && answer.At <= outage.To).ToList();
        Assert.NotEmpty(during);
        Assert.All(during, static answer => Assert.False(answer.IsAcknowledged));
        Assert.Contains(during, static answer => answer.Status is System.Net.HttpStatusCode.ServiceUnavailable);
    }

    [ThoroughFact]
    [Trait("row", "P02")]
    public async Task An_answer_to_a_commit_that_is_cut_off_is_not_taken_for_a_refusal_and_nothing_is_handled_twice()
    {
        // All lengths of an answer; the answer to a stored batch has about 40 bytes.
        var rounds = Rounds.Of("WHATSAPP_CUT_ROUNDS", normally: 8);
        await using var load = await shared.StartLoadAsync(Shape with { Rate = 100 });
        var first = shared.Cluster.Instances[0].Callback;

        for (var round = 0; round < rounds; round++)
        {
            await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + 30, Patience.Token);
            var bytes = (round / 2 * 41 / Math.Max(1, (rounds - 1) / 2)) - 1;
            var statement = round % 2 is 0 ? DatabaseProxy.Deliveries : DatabaseProxy.Outcomes;

            try
            {
                await shared.Proxy.CutAsync(statement, bytes).WaitAsync(Patience.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Round {round}: the first receiver sent nothing more with {statement} in it. Its output:\n{shared.Cluster.Instances[0].Process.Output}");
            }
        }

        await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + 200, Patience.Token);
        (await shared.JudgeAsync(load)).Enforce();
        Assert.Contains(load.Record.Answers, static answer => !answer.IsAcknowledged);
        Assert.Contains(first, shared.Cluster.Callbacks);
    }

    [ThoroughFact]
    [Trait("row", "P07")]
    [Trait("row", "P12")]
    public async Task Statements_that_are_cancelled_and_connections_that_are_ended_every_second_cost_nothing_but_time()
    {
        var seconds = Rounds.Of("WHATSAPP_TERMINATE_SECONDS", normally: 4);
        await using var load = await shared.StartLoadAsync(Shape);
        await load.UntilAcknowledgedAsync(100, Patience.Token);

        // No lease runs out for it, so nothing may be handled again.
        for (var second = 0; second < seconds; second++)
        {
            await shared.Server.ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'whatsapp-webhook-receiver'");

            for (var part = 0; part < 10; part++)
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
                await shared.Server.ExecuteAsync("select pg_cancel_backend(pid) from pg_stat_activity where application_name = 'whatsapp-webhook-receiver' and state = 'active'");
            }
        }

        await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + 200, Patience.Token);
        (await shared.JudgeAsync(load)).Enforce();
    }
}
