using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Dispatch;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Dispatch;

/// <summary>When many conversations wait they are packed, and do not hold up the others.</summary>
[Trait("row", "Q12")]
public sealed class PackedLaneTests
{
    private const int Parked = 2_000;

    private readonly ConcurrentQueue<string> handled = new();
    private volatile bool isBroken = true;

    [Fact]
    public async Task However_many_wait_the_others_are_handled_and_in_the_end_all_in_order()
    {
        await using var run = await StartAsync();
        await ParkAsync(run);

        run.Source.Add(Wire.Text("99999", "h"));
        await run.UntilAsync(() => handled.Contains("99999 h"), "the healthy conversation was handled");
        isBroken = false;
        run.Clock.Advance(TimeSpan.FromSeconds(1));
        await run.UntilIdleAsync();

        var byUser = handled.Where(static call => !call.StartsWith("99999", StringComparison.Ordinal)).GroupBy(static call => call.Split(' ')[0], StringComparer.Ordinal).ToList();
        Assert.Equal(Parked, byUser.Count);
        Assert.All(byUser, static conversation => Assert.Equal(["0", "1", "2"], conversation.Select(static call => call.Split('.')[1])));
        Assert.Equal((0, 0, 0), (run.Lanes.Count, run.Lanes.Waiting, run.Lanes.Parked));
        Assert.Equal((0, 0L), (run.Lanes.Memory.Count, run.Lanes.Memory.Bytes));
        Assert.Null(run.Lanes.Open.Oldest);
    }

    [Fact]
    public async Task After_a_restart_they_keep_waiting()
    {
        await using var before = await StartAsync();
        await ParkAsync(before);
        await before.KillAsync();

        await using var after = await StartAsync(before);
        await after.UntilAsync(() => after.Lanes is { Parked: Parked, Waiting: 3 * Parked }, "all wait again");
        isBroken = false;
        after.Clock.Advance(TimeSpan.FromSeconds(1));
        await after.UntilIdleAsync();

        Assert.Equal(3 * Parked, handled.Count);
    }

    [Fact]
    public async Task A_dead_letter_of_a_packed_conversation_is_replayed_behind_its_waiting_events()
    {
        await using var run = await StartAsync();
        run.Source.Add(Wire.Text("7", "dead"));
        await run.UntilIdleAsync();
        await ParkAsync(run);
        var letter = Assert.Single(run.Outcomes.All);
        await run.Replay.ReplayAsync(letter.Id, TestContext.Current.CancellationToken);
        isBroken = false;
        run.Clock.Advance(TimeSpan.FromSeconds(1));

        await run.UntilIdleAsync();

        Assert.Equal(["7 7.0", "7 7.1", "7 7.2", "7 dead"], handled.Where(static call => call.StartsWith("7 ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_batch_whose_events_all_fail_is_read_again_once_and_not_once_for_each()
    {
        await using var run = await DispatchRun.StartAsync(
            Handlers, services: static services => services.AddSingleton(new LaneLimits { MemoryEvents = 10 }));
        run.Source.Add(Wire.Body(Enumerable.Range(0, 500).Select(static number => Wire.Message($"{number}", $"{number}"))));
        await run.UntilParkedAsync(500);
        isBroken = false;
        run.Clock.Advance(TimeSpan.FromSeconds(1));

        await run.UntilIdleAsync();

        Assert.Equal(500, handled.Count);
        Assert.InRange(run.Source.Rereads, 1, 3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Waiting_for_a_place_costs_no_attempt(bool isStopped)
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var attempts = new ConcurrentBag<int>();
        var asked = 0;
        Action<WhatsAppWebhooksBuilder> slow = webhooks => webhooks.On<TextMessage>(
            async (TextMessage message, WhatsAppContext context, CancellationToken token) =>
            {
                await release.Task.WaitAsync(token);
                attempts.Add(context.Attempt);
            },
            "desk",
            message => Interlocked.Increment(ref asked) > 0);
        Action<IServiceCollection> limits = static services => services.AddSingleton(new LaneLimits { Lanes = 100, MemoryEvents = 50 });
        await using var before = await DispatchRun.StartAsync(slow, services: limits, settings: ("Dispatch:Concurrency", "4"));

        for (var user = 0; user < Parked; user++)
        {
            before.Source.Add(Wire.Text($"{user}", $"{user}"));
        }

        await before.UntilAsync(() => asked is Parked && before.Lanes.WaitingInMemory < 100, "all wait for the handler, and most are packed");

        if (!isStopped)
        {
            release.SetResult();
            await before.UntilIdleAsync();
            Assert.Equal(Enumerable.Repeat(1, Parked), attempts);
            return;
        }

        await before.KillAsync();
        release.SetResult();
        await using var after = await DispatchRun.StartAsync(slow, before, services: limits);
        await after.UntilIdleAsync();
        Assert.Equal(Parked, attempts.Count);
        Assert.InRange(attempts.Count(static attempt => attempt is not 1), 0, 4);
    }

    private static async Task ParkAsync(DispatchRun run)
    {
        for (var number = 0; number < 3; number++)
        {
            for (var user = 0; user < Parked; user++)
            {
                run.Source.Add(Wire.Text($"{user}", $"{user}.{number}"));
            }
        }

        await run.UntilAsync(() => run.Lanes is { Parked: Parked, Waiting: 3 * Parked }, "all wait");
    }

    private Task<DispatchRun> StartAsync(DispatchRun? before = null) =>
        DispatchRun.StartAsync(Handlers, before, services: static services => services.AddSingleton(new LaneLimits { Lanes = 100, MemoryEvents = 50 }));

    private void Handlers(WhatsAppWebhooksBuilder webhooks) => webhooks.On<TextMessage>(
        (TextMessage message) =>
        {
            if (message.MessageId is "dead" && isBroken)
            {
                throw new PermanentFailureException("secret words");
            }

            if (isBroken && message.MessageId is not "h")
            {
                throw new InvalidOperationException("secret words");
            }

            handled.Enqueue($"{message.User!.PhoneNumber} {message.MessageId}");
        },
        "desk");
}
