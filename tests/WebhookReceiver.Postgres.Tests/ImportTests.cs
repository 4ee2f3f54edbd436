using System.Globalization;
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

    [Fact]
    public async Task A_long_import_goes_on_when_a_running_instance_closes_its_writer()
    {
        const int Count = 450;
        await using var instance = await Instance.StartAsync(server.ConnectionString(), schema);

        Assert.Equal(new ImportCounts(Count, 0), await instance.Import.RunAsync(ManyAsync(), Token));

        Assert.Equal(Enumerable.Range(0, Count).Select(static number => $"{number}"), (await instance.TakeAsync(Count, Token)).Select(static one => one.Text).OrderBy(static text => int.Parse(text, CultureInfo.InvariantCulture)));

        async IAsyncEnumerable<ImportedDelivery> ManyAsync()
        {
            for (var number = 0; number < Count; number++)
            {
                // In the middle of the second portion, when the first one has been stored.
                if (number is 300)
                {
                    await instance.Maintenance.RunAsync(Token);
                }

                yield return new ImportedDelivery(Instance.DeliveryOf(Bodies.Of($"{number}", "15550000001")), IsSettled: false, new HashSet<EventId>());
            }
        }
    }

    private static List<EventId> IdsOf(Delivery delivery) =>
        [.. Parsing.DeliveryParser.Reread(delivery).Select(message => EventId.Of(delivery.Endpoint, message.Key))];
}
