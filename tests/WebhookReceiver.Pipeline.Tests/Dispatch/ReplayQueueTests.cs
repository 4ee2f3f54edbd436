using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Dispatch;
using WebhookReceiver.Inbox;
using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Dispatch;

/// <summary>Very many replays: waiting ones are marks in the store, and only a few are in the lanes.</summary>
[Trait("row", "W11")]
[Trait("row", "Q20")]
public sealed class ReplayQueueTests
{
    private const int Letters = 300;

    private readonly ConcurrentQueue<string> replayed = new();
    private readonly TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool isBroken = true;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_more_than_a_few_are_in_the_lanes_and_all_get_their_turn(bool areLater)
    {
        await using var run = await StartAsync(areLater);
        isBroken = false;

        var answers = await run.Replay.ReplayAsync([.. run.Outcomes.All.Select(static letter => letter.Id)], TestContext.Current.CancellationToken);

        Assert.All(answers, static answer => Assert.Equal(DeadLetterResult.Done, answer));
        Assert.Equal((DeadLetterReplay.MostInLanes, Letters), (run.Lanes.Waiting, run.Outcomes.Replaying));
        release.SetResult();
        await run.UntilAsync(() => run.Outcomes.Count is 0, "all were replayed");
        Assert.Equal(Letters, replayed.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Those_that_fail_again_and_those_that_are_erased_make_room_too()
    {
        await using var run = await StartAsync();
        var ids = run.Outcomes.All.Select(static letter => letter.Id).ToList();
        await run.Replay.ReplayAsync(ids, TestContext.Current.CancellationToken);

        foreach (var id in ids[^100..])
        {
            run.Outcomes.DeadLetterRemoved(id, DeadLetterRemoval.Erased);
        }

        release.SetResult();
        await run.UntilAsync(() => run.Outcomes.Replaying is 0, "all have ended");
        Assert.Equal(Letters - 100, run.Outcomes.Count);
        Assert.All(run.Outcomes.All, static letter => Assert.Equal((1, 2), (letter.Replays, letter.Attempts)));
    }

    [Fact]
    public async Task After_a_restart_all_marked_ones_are_replayed()
    {
        await using var before = await StartAsync();
        await before.Replay.ReplayAsync([.. before.Outcomes.All.Select(static letter => letter.Id)], TestContext.Current.CancellationToken);
        await before.KillAsync();
        isBroken = false;
        release.SetResult();

        await using var after = await DispatchRun.StartAsync(Handlers, before);

        await after.UntilAsync(() => after.Outcomes.Count is 0, "all were replayed");
    }

    [Fact]
    public async Task With_several_operators_and_an_asynchronous_store_each_operation_happens_once()
    {
        await using var run = await StartAsync(areLater: true);
        var ids = run.Outcomes.All.Select(static letter => letter.Id).ToList();

        var results = (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => run.Replay.ReplayAsync(ids).AsTask()))).SelectMany(static one => one).CountBy(static result => result).ToDictionary();
        var discarded = await Task.WhenAll(ids.Select(id => run.Replay.DiscardAsync(id).AsTask()));

        Assert.Equal((Letters, 3 * Letters), (results[DeadLetterResult.Done], results[DeadLetterResult.Replaying]));
        Assert.All(discarded, static result => Assert.Equal(DeadLetterResult.Replaying, result));
        release.SetResult();
        await run.UntilAsync(() => run.Outcomes.Replaying is 0, "all have ended");
        Assert.Equal(Letters, replayed.Count);
        Assert.All(await Task.WhenAll(ids.Select(id => run.Replay.DiscardAsync(id).AsTask())), static result => Assert.Equal(DeadLetterResult.Done, result));
        Assert.Equal(0, run.Outcomes.Count);
    }

    private async Task<DispatchRun> StartAsync(bool areLater = false)
    {
        var run = await DispatchRun.StartAsync(
            Handlers,
            services: services =>
            {
                if (areLater)
                {
                    services.AddSingleton<IDeadLetters>(static provider =>
                        new LaterDeadLetters(new LocalDeadLetters(provider.GetRequiredService<WatchedOutcomes>(), provider.GetRequiredService<WatchedOutcomes>())));
                }
            },
            settings: ("Dispatch:MaxAttempts", "1"));
        run.Source.Add(Wire.Body(Enumerable.Range(0, Letters).Select(static number => Wire.Message($"user{number}", $"m{number}"))));
        await run.UntilIdleAsync();
        Assert.Equal(Letters, run.Outcomes.Count);
        return run;
    }

    private void Handlers(WhatsAppWebhooksBuilder webhooks) => webhooks.On<TextMessage>(
        async (TextMessage message, WhatsAppContext context, CancellationToken token) =>
        {
            if (context.Attempt > 1)
            {
                await release.Task.WaitAsync(token);
                replayed.Enqueue(message.MessageId!);
            }

            if (isBroken)
            {
                throw new InvalidOperationException("no");
            }
        },
        "desk");
}
