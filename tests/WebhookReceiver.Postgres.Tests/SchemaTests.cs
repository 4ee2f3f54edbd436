using WebhookReceiver.Postgres.Tests.Harness;
using Xunit;

namespace WebhookReceiver.Postgres.Tests;

/// <summary>Migrations, rights, and servers that are refused.</summary>
public sealed class SchemaTests(PostgresServer server) : IAsyncDisposable
{
    private readonly string schema = server.NewSchema();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync() => await server.ExecuteAsync($"drop schema if exists {schema} cascade");

    [Fact]
    public async Task Instances_that_start_together_migrate_once()
    {
        var instances = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Instance.StartAsync(server.ConnectionString(), schema)));

        Assert.All(instances, static instance => Assert.True(instance.Inbox.IsAccepting));
        Assert.Equal(Migrator.Newest, await server.ReadAsync<int>($"select max(version) from {schema}.schema_version"));

        foreach (var instance in instances)
        {
            await instance.DisposeAsync();
        }
    }

    [Fact]
    [Trait("row", "P10")]
    public async Task An_instance_goes_on_while_a_later_version_adds_columns()
    {
        await using var instance = await Instance.StartAsync(server.ConnectionString(), schema);
        await HandleAsync("before");

        // What a migration may do while instances of the version before are running.
        await server.ExecuteAsync(string.Concat(new[] { "inbox", "outcome", "dead_letter", "slot", "slot_cursor", "instance", "writer" }.Select(
            table => $"alter table {schema}.{table} add column later text, add column later_still int not null default 0;")));

        await HandleAsync("after");
        Assert.Null(instance.Inbox.WhyNot);

        async Task HandleAsync(string text)
        {
            Assert.True(await instance.AcceptAsync(Bodies.Of(text, "15550000001")));
            var taken = (await instance.TakeAsync(1, Token))[0];
            Assert.Equal(text, taken.Text);
            Assert.Equal(Inbox.EventStartResult.Begun, (await instance.BeginAsync(taken.Id, taken.Slot)).Result);
            Assert.True(await instance.SettleAsync(taken.Id, taken.Slot, taken.Delivery.Position));
            await instance.Outcomes.FlushAsync(Token);
        }
    }

    [Fact]
    public async Task A_newer_schema_stops_the_start()
    {
        await using (await Instance.StartAsync(server.ConnectionString(), schema))
        {
            await server.ExecuteAsync($"insert into {schema}.schema_version (version) values ({Migrator.Newest + 1})");
        }

        await using var old = await Instance.StartAsync(server.ConnectionString(), schema);

        Assert.False(old.Inbox.IsOpen);
        Assert.Contains($"version {Migrator.Newest + 1}", (await old.Log.UntilAsync(1751, Token)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_schema_stops_the_start_of_a_service_that_may_not_migrate()
    {
        await using var instance = await Instance.StartAsync(server.ConnectionString(), schema, static options => options.Migrate = false);

        Assert.Contains("inbox migrate", (await instance.Log.UntilAsync(1751, Token)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_with_the_documented_rights_does_everything_but_migrate()
    {
        await using (await Instance.StartAsync(server.ConnectionString(), schema))
        {
        }

        await server.ExecuteAsync($"create role {schema}_service login; {RightsInReadme().Replace("whatsapp", schema, StringComparison.Ordinal)}");

        await using (var instance = await Instance.StartAsync(server.ConnectionString($"{schema}_service"), schema, static options => options.Migrate = false))
        {
            Assert.True(await instance.AcceptAsync(Bodies.Of("a", "15550000001")));
            var taken = (await instance.TakeAsync(1, Token))[0];
            await instance.BeginAsync(taken.Id, taken.Slot);
            await instance.SettleAsync(taken.Id, taken.Slot, taken.Delivery.Position);
            await instance.Outcomes.FlushAsync(Token);
            await instance.Maintenance.RunAsync(Token);
            await server.ExecuteAsync($"update {schema}.inbox set received_at = received_at - interval '2 hours'");
            await instance.Terms.RunAsync(Token);
            Assert.Single(await instance.Operations.FindAsync(new Inbox.DeliverySearch { Term = Inbox.SearchTerms.OfDelivery(taken.Delivery.Id) }, Token).ToListAsync(Token));
            await instance.Audit.WriteAsync(new Inbox.AuditEntry { At = DateTimeOffset.UtcNow, Action = "handler.paused", By = "api key" }, Token);
            await instance.Pauses.PauseAsync(new Inbox.HandlerPause("desk", DateTimeOffset.UtcNow, "api key"), Token);
            await instance.Pauses.ResumeAsync("desk", Token);
            Assert.Empty(await instance.Pauses.ReadAsync(Token));
            Assert.Equal(0, (await instance.Operations.StatusAsync(Token)).Open);
            Assert.Empty((await instance.Operations.VerifyAsync(Token)).Deliveries.Missing);
        }

        await server.ExecuteAsync($"drop schema {schema} cascade; drop role {schema}_service");
    }

    [Fact]
    [Trait("row", "P06")]
    public async Task A_role_whose_commits_a_crash_undoes_is_refused()
    {
        await server.ExecuteAsync($"create role {schema}_fast superuser login; alter role {schema}_fast set synchronous_commit = off");

        await using (var instance = await Instance.StartAsync(server.ConnectionString($"{schema}_fast"), schema))
        {
            Assert.Contains("synchronous_commit=off", (await instance.Log.UntilAsync(1751, Token)).Text, StringComparison.Ordinal);
        }

        await server.ExecuteAsync($"drop role {schema}_fast");
    }

    [Fact]
    public async Task A_day_is_dropped_when_it_is_due_and_nothing_in_it_is_open()
    {
        await using var instance = await Instance.StartAsync(server.ConnectionString(), schema);
        await instance.AcceptAsync(Bodies.Of("a", "15550000001"));
        await server.ExecuteAsync(
            $"""
            create table {schema}.inbox_20200101 partition of {schema}.inbox for values from ('2020-01-01') to ('2020-01-02');
            create table {schema}.term_20200101 partition of {schema}.term for values from ('2020-01-01') to ('2020-01-02');
            update {schema}.inbox set day = '2020-01-01', received_at = received_at - interval '2 hours';
            """);
        await instance.Terms.RunAsync(Token);
        await instance.Maintenance.RunAsync(Token);
        Assert.Equal(1, await server.ReadAsync<long>($"select count(*) from {schema}.inbox"));
        Assert.NotEqual(0, await server.ReadAsync<long>($"select count(*) from {schema}.term"));

        var taken = (await instance.TakeAsync(1, Token))[0];
        await instance.BeginAsync(taken.Id, taken.Slot);
        await instance.SettleAsync(taken.Id, taken.Slot, taken.Delivery.Position);
        await instance.Outcomes.FlushAsync(Token);
        await instance.Maintenance.RunAsync(Token);

        Assert.Equal(0, await server.ReadAsync<long>($"select count(*) from {schema}.inbox"));
        Assert.Equal(0, await server.ReadAsync<long>($"select count(*) from {schema}.term"));
        Assert.True(await server.ReadAsync<bool>($"select to_regclass('{schema}.inbox_20200101') is null and to_regclass('{schema}.term_20200101') is null"));
    }

    /// <summary>The block of SQL in the README that grants the rights.</summary>
    private static string RightsInReadme()
    {
        var directory = AppContext.BaseDirectory;

        while (!File.Exists(Path.Combine(directory, "WebhookReceiver.sln")))
        {
            directory = Path.GetDirectoryName(directory)!;
        }

        var readme = File.ReadAllText(Path.Combine(directory, "src", "WebhookReceiver.Postgres", "README.md"));
        return readme.Split("```sql")[1].Split("```")[0];
    }
}
