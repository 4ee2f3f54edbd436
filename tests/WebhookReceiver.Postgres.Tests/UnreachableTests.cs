using System.Globalization;
using WebhookReceiver.Postgres.Tests.Harness;
using Xunit;

namespace WebhookReceiver.Postgres.Tests;

/// <summary>The database goes away and comes back (P01, P05). With a server of its own, because the others need theirs.</summary>
public sealed class UnreachableTests : IAsyncLifetime
{
    private readonly PostgresServer server = new();
    private string schema = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await server.InitializeAsync();
        schema = server.NewSchema();
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_crash_of_the_server_loses_nothing_that_was_acknowledged_and_the_store_goes_on_by_itself()
    {
        await using var instance = await Instance.StartAsync(server.ConnectionString(), schema);
        var acknowledged = new List<string>();
        var number = 0;

        for (var round = 0; round < 5; round++)
        {
            using var rounds = CancellationTokenSource.CreateLinkedTokenSource(Token);
            var sending = Task.Run(
                async () =>
                {
                    while (!rounds.IsCancellationRequested)
                    {
                        var id = (number++).ToString(CultureInfo.InvariantCulture);

                        if (await instance.AcceptAsync(Bodies.Of(id, "15550000001")))
                        {
                            acknowledged.Add(id);
                        }
                        else
                        {
                            await Task.Delay(20, CancellationToken.None);
                        }
                    }
                },
                Token);
            var before = acknowledged.Count;
            await Handling.UntilAsync(() => acknowledged.Count > before + 20, Token);
            await server.StopAsync("immediate");
            await Handling.UntilAsync(() => !instance.Inbox.IsAccepting, Token);
            Assert.NotNull(instance.Inbox.WhyNot);
            await server.StartAsync();
            await Handling.UntilAsync(() => instance.Inbox.IsAccepting, Token);
            await rounds.CancelAsync();
            await sending;
        }

        await Handling.UntilAsync(() => instance.Inbox.IsAccepting, Token);
        var taken = new List<string>();

        while (acknowledged.Except(taken).Any())
        {
            taken.AddRange((await instance.TakeAsync(1, Token)).Select(static one => one.Text));
        }

        Assert.Equal(taken.Order(Comparer<string>.Create(static (one, other) => int.Parse(one, CultureInfo.InvariantCulture) - int.Parse(other, CultureInfo.InvariantCulture))), taken);
        Assert.Equal(taken.Count, taken.Distinct().Count());
    }

    [Fact]
    [Trait("row", "P06")]
    public async Task A_server_without_fsync_is_refused()
    {
        await server.StopAsync();
        await server.StartAsync("-c fsync=off");
        await using var instance = await Instance.StartAsync(server.ConnectionString(), schema);

        Assert.Contains("fsync=off", (await instance.Log.UntilAsync(1751, Token)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_without_a_database_waits_for_it()
    {
        await server.StopAsync();
        await using var instance = Instance.Create(server.ConnectionString(), schema);
        await instance.Inbox.StartAsync(Token);
        await instance.Log.UntilAsync(1752, Token);
        Assert.False(await instance.AcceptAsync("a"));
        Assert.Contains("database", instance.Inbox.WhyNot!, StringComparison.Ordinal);

        await server.StartAsync();
        await instance.Inbox.Recovery.WaitAsync(Token);

        Assert.True(await instance.AcceptAsync("a"));
    }
}
