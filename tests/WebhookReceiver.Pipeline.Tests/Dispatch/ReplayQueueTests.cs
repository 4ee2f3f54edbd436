using System.Collections.Concurrent;
using WebhookReceiver.Dispatch;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Dispatch;

/// <summary>Very many replays: what waits is a mark in the store, and only a few are in the lanes.</summary>
[Trait("row", "W11")]
[Trait("row", "Q20")]
public sealed class ReplayQueueTests
{
    private const int Letters = 300;

    private readonly ConcurrentQueue<string> replayed = new();
    private readonly TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool isBroken = true;

    [Fact]
    public async Task No_more_than_a_few_are_in_the_lanes_and_all_have_their_turn()
    {
        await using var run = await StartAsync();
        isBroken = false;

        var answers = await run.Desk.ReplayAsync([.. run.Outcomes.All.Select(static letter => letter.Id)]);

        Assert.All(answers, static answer => Assert.Equal(DeadLetterAnswer.Done, answer));
        Assert.Equal((DeadLetterDesk.MostInLanes, Letters), (run.Lanes.Waiting, run.Outcomes.Replaying));
        release.SetResult();
        await run.UntilAsync(() => run.Outcomes.Count is 0, "all were replayed");
        Assert.Equal(Letters, replayed.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Those_that_fail_again_and_those_that_are_erased_make_room_too()
    {
        await using var run = await StartAsync();
        var ids = run.Outcomes.All.Select(static letter => letter.Id).ToList();
        await run.Desk.ReplayAsync(ids);

        foreach (var id in ids[^100..])
        {
            run.Outcomes.DeadLetterRemoved(id, WebhookReceiver.Inbox.DeadLetterRemoval.Erased);
        }

        release.SetResult();
        await run.UntilAsync(() => run.Outcomes.Replaying is 0, "all have ended");
        Assert.Equal(Letters - 100, run.Outcomes.Count);
        Assert.All(run.Outcomes.All, static letter => Assert.Equal((1, 2), (letter.Replays, letter.Attempts)));
    }

    [Fact]
    public async Task After_a_restart_all_that_were_marked_are_taken_up()
    {
        await using var before = await StartAsync();
        await before.Desk.ReplayAsync([.. before.Outcomes.All.Select(static letter => letter.Id)]);
        await before.KillAsync();
        isBroken = false;
        release.SetResult();

        await using var after = await DispatchRun.StartAsync(Handlers, before);

        await after.UntilAsync(() => after.Outcomes.Count is 0, "all were replayed");
    }

    private async Task<DispatchRun> StartAsync()
    {
        var run = await DispatchRun.StartAsync(Handlers, settings: ("Dispatch:MaxAttempts", "1"));
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
