using System.Net;
using Npgsql;
using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Durability.Cluster;

/// <summary>Backups, reports and people at a prompt use the same database.</summary>
[Collection(ClusterCollection.Name)]
public sealed class When_a_stranger_uses_the_database(SharedCluster shared)
{
    private static readonly LoadShape Shape = new() { Rate = 100, Messages = int.MaxValue, Connections = 8, Length = LoadShape.Short, BothOneIn = 20 };

    [ThoroughFact]
    [Trait("row", "P14")]
    public async Task A_transaction_that_stays_open_stops_nothing()
    {
        var seconds = Rounds.Of("WHATSAPP_STRANGER_SECONDS", normally: 2);
        await using var load = await shared.StartLoadAsync(Shape);
        await using var stranger = new NpgsqlConnection(shared.Connection + ";Pooling=false");
        await stranger.OpenAsync(Patience.Token);
        await using var transaction = await stranger.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, Patience.Token);
        var schema = shared.Cluster.Schema;

        // It has read every table, and it has written, so it holds back what may be cleaned up, and is older than every commit that follows.
        await using var look = new NpgsqlCommand($"select count(*) from {schema}.inbox, {schema}.slot; create temp table mine as select * from {schema}.outcome; select pg_current_xact_id()", stranger, transaction);
        await look.ExecuteNonQueryAsync(Patience.Token);
        var before = load.Record.Acknowledgements;
        await Task.Delay(TimeSpan.FromSeconds(seconds), TestContext.Current.CancellationToken);
        await load.UntilAcknowledgedAsync(before + (50 * seconds), Patience.Token);

        // While it is still open, everything is handled.
        (await shared.JudgeAsync(load)).Enforce();
    }

    [ThoroughFact]
    [Trait("row", "P08")]
    public async Task While_it_locks_the_table_deliveries_are_refused_in_time_and_afterwards_accepted_again()
    {
        await using var load = await shared.StartLoadAsync(Shape with { GivesUpAfter = TimeSpan.FromSeconds(20) });
        await load.UntilAcknowledgedAsync(100, Patience.Token);

        await using (var stranger = new NpgsqlConnection(shared.Connection + ";Pooling=false"))
        {
            await stranger.OpenAsync(Patience.Token);
            await using var transaction = await stranger.BeginTransactionAsync(Patience.Token);
            await using var take = new NpgsqlCommand($"lock table {shared.Cluster.Schema}.inbox in access exclusive mode", stranger, transaction);
            await take.ExecuteNonQueryAsync(Patience.Token);
            await load.Record.UntilAsync(static record => record.Answers.Any(static answer => answer.Status is HttpStatusCode.ServiceUnavailable), "a delivery was refused").WaitAsync(Patience.Token);
            await transaction.RollbackAsync(Patience.Token);
        }

        await load.UntilAcknowledgedAsync(load.Record.Acknowledgements + 200, Patience.Token);
        (await shared.JudgeAsync(load)).Enforce();
        Assert.DoesNotContain(load.Record.Answers, static answer => answer.Status is null);
    }
}
