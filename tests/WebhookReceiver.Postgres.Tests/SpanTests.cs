using System.Collections.Concurrent;
using System.Diagnostics;
using WebhookReceiver.Postgres.Tests.Harness;
using Xunit;

namespace WebhookReceiver.Postgres.Tests;

/// <summary>The driver's activity source, which handlers may use for a database of their own.</summary>
public sealed class SpanTests(PostgresServer server) : IAsyncDisposable
{
    private readonly string schema = server.NewSchema();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync() => await server.ExecuteAsync($"drop schema if exists {schema} cascade");

    [Fact]
    public async Task The_statements_of_the_store_make_no_spans_and_those_of_others_do()
    {
        var seen = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name is "Npgsql",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => seen.Enqueue(string.Join(' ', activity.TagObjects.Select(static tag => tag.Value))),
        };
        ActivitySource.AddActivityListener(listener);

        await using (var instance = await Instance.StartAsync(server.ConnectionString(), schema))
        {
            Assert.True(await instance.AcceptAsync(Bodies.Of("a", "15550000001")));
            var (delivery, id, slot, _) = Assert.Single(await instance.TakeAsync(1, Token));
            await instance.BeginAsync(id, slot);
            Assert.True(await instance.SettleAsync(id, slot, delivery.Position));
        }

        // The store writes the name in quotation marks. Other tests use the same server meanwhile.
        Assert.DoesNotContain(seen, statement => statement.Contains($"\"{schema}\"", StringComparison.Ordinal));
        await server.ReadAsync<long>($"select count(*) from \"{schema}\".inbox");
        Assert.Contains(seen, statement => statement.Contains($"\"{schema}\".inbox", StringComparison.Ordinal));
    }
}
