using WebhookReceiver.Inbox;
using WebhookReceiver.Pipeline.Tests.Inbox.Contract;
using WebhookReceiver.Postgres.Tests.Harness;

namespace WebhookReceiver.Postgres.Tests;

/// <summary>The store <c>Postgres</c> over a real server. Its clock is the server's, so time passes by making everything older.</summary>
internal sealed class PostgresStoreUnderTest(PostgresServer server, string schema) : StoreUnderTest
{
    private Instance instance = null!;

    public override IInbox Inbox => instance.Inbox;

    public override IDeliverySource Source => instance.Source;

    public override IOutcomes Outcomes => instance.Outcomes;

    public override IDeadLetters DeadLetters => instance.DeadLetters;

    public override IStoreOperations Operations => instance.Operations;

    public override IAuditLog Audit => instance.Audit;

    public override IHandlerPauses Pauses => instance.Pauses;

    public override bool OutlivesTheProcess => true;

    public static async Task<PostgresStoreUnderTest> OpenAsync(PostgresServer server)
    {
        var store = new PostgresStoreUnderTest(server, server.NewSchema());
        await store.OpenAsync();
        return store;
    }

    public override async Task KillAndReopenAsync()
    {
        await instance.KillAsync();
        await instance.DisposeAsync();

        // Instead of waiting until the lease has run out.
        await server.ExecuteAsync($"update {schema}.instance set lease_until = clock_timestamp() - interval '1 second'");
        await OpenAsync();
    }

    public override Task FillAsync()
    {
        instance.Queue.Close();
        return instance.Inbox.StopAsync(CancellationToken.None);
    }

    public override async Task PassAsync(TimeSpan time)
    {
        await instance.Outcomes.FlushAsync(CancellationToken.None);
        var interval = $"interval '{(long)time.TotalSeconds} seconds'";
        await server.ExecuteAsync(
            $"""
            create table if not exists {schema}.outcome_old partition of {schema}.outcome for values from ('2000-01-01') to ('{DateTime.UtcNow:yyyy-MM-dd}');
            update {schema}.outcome set at = at - {interval}, day = (at - {interval})::date;
            update {schema}.dead_letter set kept_since = kept_since - {interval};
            """);
        await instance.Maintenance.RunAsync(CancellationToken.None);
    }

    public override async ValueTask DisposeAsync()
    {
        await instance.DisposeAsync();
        await server.ExecuteAsync($"drop schema {schema} cascade");
    }

    private async Task OpenAsync() => instance = await Instance.StartAsync(
        server.ConnectionString(), schema, inbox: new InboxOptions { Store = "Postgres", DuplicateWindowDays = DuplicateWindowDays, DeadLetterDays = DeadLetterDays });
}
