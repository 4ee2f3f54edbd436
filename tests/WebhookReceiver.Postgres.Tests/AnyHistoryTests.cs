using System.Globalization;
using WebhookReceiver.Inbox;
using WebhookReceiver.Postgres.Tests.Harness;
using Xunit;

namespace WebhookReceiver.Postgres.Tests;

/// <summary>
/// After any history of accepting, handling, cut connections, kills and stops, the next owner finds every event that was acknowledged and is not settled, and knows those that are.
/// </summary>
[Trait("row", "P09")]
public sealed class AnyHistoryTests(PostgresServer server)
{
    private const int Steps = 40;

    private static readonly string[] Users = [.. Enumerable.Range(1, 12).Select(static number => $"1555{number:D7}")];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task No_event_is_left_that_nobody_would_handle(int seed)
    {
        var history = new History(server, new Random(seed));

        try
        {
            await history.LiveAsync();
            await history.EndAsync();
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"Seed {seed}: {history}", exception);
        }
        finally
        {
            await history.DisposeAsync();
        }
    }

    private sealed class History(PostgresServer server, Random random) : IAsyncDisposable
    {
        private readonly string schema = server.NewSchema();

        // An event that nobody gets shows as a wait that does not end.
        private readonly CancellationTokenSource patience = new(TimeSpan.FromSeconds(30));
        private readonly List<string> story = [];

        // What must be handled, what has been, and what may or may not have been stored, because its answer was a refusal.
        private readonly HashSet<EventId> owed = [];
        private readonly HashSet<EventId> settled = [];
        private readonly HashSet<EventId> unknown = [];
        private readonly Queue<(Deliveries.Delivery Delivery, EventId Id, byte Slot, string Text)> inHand = new();
        private Instance instance = null!;
        private int number;

        /// <summary>How many of the owed events are not in hand.</summary>
        private int open;

        public override string ToString() => string.Join(", ", story);

        public async Task LiveAsync()
        {
            await OpenAsync();

            for (var step = 0; step < Steps; step++)
            {
                await (random.Next(20) switch
                {
                    < 7 => AcceptAsync(),
                    < 11 => TakeAsync(),
                    < 14 => SettleAsync(),
                    < 17 => SaveAsync(),
                    17 => CutAsync(),
                    18 => KillAsync(),
                    _ => StopAsync(),
                });
            }
        }

        /// <summary>Everything owed is handed out to a new owner, and nothing that is settled is begun again.</summary>
        public async Task EndAsync()
        {
            await KillAsync();
            var missing = owed.ToHashSet();
            story.Add($"{missing.Count} owed");

            while (missing.Count > 0)
            {
                foreach (var taken in await instance.TakeAsync(1, patience.Token))
                {
                    missing.Remove(taken.Id);
                    var start = await instance.BeginAsync(taken.Id, taken.Slot);
                    Assert.Equal(settled.Contains(taken.Id), start.Result is EventStartResult.Duplicate);
                    Assert.True(owed.Contains(taken.Id) || settled.Contains(taken.Id) || unknown.Contains(taken.Id), "An event that nobody sent.");
                }
            }

            var verified = await instance.Operations.VerifyAsync(Token);
            Assert.Empty(verified.Deliveries.Missing);
            Assert.Empty(verified.Outcomes.Missing);
        }

        public async ValueTask DisposeAsync()
        {
            await instance.DisposeAsync();
            patience.Dispose();
            await server.ExecuteAsync($"drop schema if exists {schema} cascade");
        }

        private async Task AcceptAsync()
        {
            // Some touch several conversations, so several slots.
            var body = Bodies.Of((++number).ToString(CultureInfo.InvariantCulture), [.. random.GetItems(Users, random.Next(1, 5)).Distinct()]);
            var ids = IdsOf(body);
            var isAccepted = await instance.AcceptAsync(body);
            (isAccepted ? owed : unknown).UnionWith(ids);
            open += isAccepted ? ids.Count : 0;
            story.Add($"{(isAccepted ? "accept" : "refuse")} {ids.Count}");
        }

        private async Task TakeAsync()
        {
            // Often all there is: only then the instance reads on, and knows how far it has read.
            for (var most = random.Next(2) is 0 ? 1 : int.MaxValue; most > 0 && open > 0; most--)
            {
                foreach (var taken in await instance.TakeAsync(1, patience.Token))
                {
                    inHand.Enqueue(taken);
                    open -= owed.Contains(taken.Id) ? 1 : 0;
                }

                story.Add("take");
            }
        }

        private async Task SettleAsync()
        {
            if (!inHand.TryDequeue(out var one))
            {
                return;
            }

            var start = await TryBeginAsync(one.Id, one.Slot);

            if (start is not { Result: EventStartResult.Begun or EventStartResult.Known })
            {
                return;
            }

            // The delivery is settled with its last event.
            var isLast = inHand.All(other => other.Delivery.Position != one.Delivery.Position);

            Assert.True(await instance.SettleAsync(one.Id, one.Slot, isLast ? one.Delivery.Position : null));
            await FlushAsync();
            owed.Remove(one.Id);
            settled.Add(one.Id);
            story.Add("settle");
        }

        private async Task<EventStart?> TryBeginAsync(EventId id, byte slot)
        {
            try
            {
                return await instance.BeginAsync(id, slot);
            }
            catch (IOException)
            {
                // Its connection was cut; the dispatcher would put it off.
                return null;
            }
        }

        private async Task FlushAsync()
        {
            for (var tries = 0; ; tries++)
            {
                try
                {
                    await instance.Outcomes.FlushAsync(Token);
                    return;
                }
                catch (IOException) when (tries < 10)
                {
                    story.Add("flush again");
                }
            }
        }

        private async Task SaveAsync()
        {
            try
            {
                await instance.SaveCursorsAsync(Token);
                story.Add("save");
            }
            catch (IOException)
            {
                // Its connection was cut; it is saved again in a few seconds.
                story.Add("no save");
            }
        }

        private Task CutAsync()
        {
            story.Add("cut");
            return server.ExecuteAsync($"select pg_terminate_backend(pid) from pg_stat_activity where application_name = '{ApplicationName}'");
        }

        private async Task KillAsync()
        {
            story.Add("kill");
            await instance.KillAsync();
            await instance.DisposeAsync();
            await server.ExecuteAsync($"update {schema}.instance set lease_until = clock_timestamp() - interval '1 second'");
            await OpenAsync();
        }

        private async Task StopAsync()
        {
            story.Add("stop");
            await instance.Inbox.StopAsync(Token);
            await instance.DisposeAsync();
            await OpenAsync();
        }

        private string ApplicationName => $"history {schema}";

        private async Task OpenAsync()
        {
            inHand.Clear();
            open = owed.Count;
            instance = await Instance.StartAsync($"{server.ConnectionString()};Application Name={ApplicationName}", schema);
        }

        private static List<EventId> IdsOf(string body) =>
            [.. Parsing.DeliveryParser.Reread(Instance.DeliveryOf(body)).Select(static message => EventId.Of("default", message.Key))];
    }
}
