using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Postgres.Tests.Harness;
using Xunit;

namespace WebhookReceiver.Postgres.Tests;

/// <summary>A journal moves to the database: what is open is handled, and what is settled is not handled again.</summary>
public sealed class ImportTests(PostgresServer server) : IAsyncDisposable
{
    private readonly string schema = server.NewSchema();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync() => await server.ExecuteAsync($"drop schema if exists {schema} cascade");

    [Fact]
    public async Task Open_deliveries_are_handed_out_and_settled_events_are_duplicates()
    {
        await using var instance = await Instance.StartAsync(server.ConnectionString(), schema);
        var partly = Instance.DeliveryOf(Bodies.Of("partly", "15550000001", "15550000002"));
        var first = IdsOf(partly)[0];

        var counts = await instance.Import.RunAsync(
            new ImportedDelivery[]
            {
                new(Instance.DeliveryOf(Bodies.Of("done", "15550000001")), IsSettled: true, new HashSet<EventId>()),
                new(partly, IsSettled: false, new HashSet<EventId> { first }),
            }.ToAsyncEnumerable(),
            Token);

        Assert.Equal(new ImportCounts(1, 2), counts);
        var taken = await instance.TakeAsync(2, Token);
        Assert.Equal(["partly", "partly"], taken.Select(static one => one.Text));
        var results = new List<EventStartResult>();

        foreach (var one in taken)
        {
            results.Add((await instance.BeginAsync(one.Id, one.Slot)).Result);
        }

        Assert.Equal([EventStartResult.Duplicate, EventStartResult.Begun], results);
        Assert.True(await instance.AcceptAsync(Bodies.Of("done", "15550000001")));
        var repeated = (await instance.TakeAsync(1, Token))[0];
        Assert.Equal(EventStartResult.Duplicate, (await instance.BeginAsync(repeated.Id, repeated.Slot)).Result);
    }

    private static List<EventId> IdsOf(Delivery delivery) =>
        [.. Parsing.DeliveryParser.Reread(delivery).Select(message => EventId.Of(delivery.Endpoint, message.Key))];
}
