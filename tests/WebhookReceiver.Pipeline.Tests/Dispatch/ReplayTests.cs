using System.Collections.Concurrent;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Dispatch;

[Trait("row", "W11")]
[Trait("row", "Q20")]
public sealed class ReplayTests
{
    private readonly ConcurrentQueue<string> calls = new();
    private readonly TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool isBroken = true;
    private volatile bool isHanging;

    [Fact]
    public async Task A_replay_goes_only_to_its_handler_and_removes_the_dead_letter_when_it_succeeds()
    {
        await using var run = await StartAsync();
        isBroken = false;

        Assert.Equal(DeadLetterResult.Done, await run.Replay.ReplayAsync(Letter(run), TestContext.Current.CancellationToken));
        await run.UntilIdleAsync();

        Assert.Equal(["other m 1", "desk m 1", "desk m 2"], calls);
        Assert.Empty(run.Outcomes.All);
        Assert.Equal("removed Handled", run.Outcomes.Said.Last());
        Assert.Contains("flushed", run.Outcomes.Said.TakeLast(3));
    }

    [Fact]
    public async Task A_replay_that_fails_keeps_the_dead_letter_with_the_new_exception()
    {
        await using var run = await StartAsync();

        for (var replay = 1; replay <= 2; replay++)
        {
            run.Clock.Advance(TimeSpan.FromHours(1));
            Assert.Equal(DeadLetterResult.Done, await run.Replay.ReplayAsync(Letter(run), TestContext.Current.CancellationToken));
            await run.UntilIdleAsync();
            var letter = Assert.Single(run.Outcomes.All);
            Assert.Equal((replay, replay + 1, false), (letter.Replays, letter.Attempts, letter.IsReplaying));
            Assert.Equal(TimeSpan.FromHours(replay), letter.LastAttemptAt - letter.FirstAttemptAt);
        }

        Assert.Equal(0, run.Lanes.Parked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_is_replayed_again_before_the_end_of_its_replay_was_reported_is_replayed_again_once(bool isSeenUnmarked)
    {
        await using var run = await StartAsync();
        var ends = 0;
        run.Outcomes.BeforeReplayIsReported = letter =>
        {
            if (ends++ is 0)
            {
                if (isSeenUnmarked)
                {
                    Completed(run.Replay.ResumeAsync());
                }

                Completed(run.Replay.ReplayAsync(letter).AsTask());
            }
        };

        await run.Replay.ReplayAsync(Letter(run), TestContext.Current.CancellationToken);
        await run.UntilIdleAsync();

        var letter = Assert.Single(run.Outcomes.All);
        Assert.Equal((2, 3, false), (letter.Replays, letter.Attempts, letter.IsReplaying));
        Assert.Equal(["other m 1", "desk m 1", "desk m 2", "desk m 3"], calls);
        Assert.Equal(2, ends);
    }

    /// <summary>Synchronous, because the test must continue on this thread.</summary>
    private static void Completed(Task task) => Assert.True(task.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));

    [Fact]
    public async Task While_it_is_replaying_it_can_be_neither_replayed_nor_discarded()
    {
        await using var run = await StartAsync();
        (isBroken, isHanging) = (false, true);

        Assert.Equal(DeadLetterResult.Done, await run.Replay.ReplayAsync(Letter(run), TestContext.Current.CancellationToken));
        Assert.Equal(DeadLetterResult.Replaying, await run.Replay.ReplayAsync(Letter(run), TestContext.Current.CancellationToken));
        Assert.Equal(DeadLetterResult.Replaying, await run.Replay.DiscardAsync(Letter(run), TestContext.Current.CancellationToken));
        release.SetResult();

        await run.UntilIdleAsync();
        Assert.Empty(run.Outcomes.All);
        Assert.Equal(DeadLetterResult.NotFound, await run.Replay.ReplayAsync(Guid.NewGuid(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_crash_during_a_replay_loses_no_dead_letter_and_the_replay_is_repeated()
    {
        await using var before = await StartAsync();
        (isBroken, isHanging) = (false, true);
        await before.Replay.ReplayAsync(Letter(before), TestContext.Current.CancellationToken);
        await before.UntilAsync(() => calls.Contains("desk m 2"), "the replay began");
        await before.KillAsync();
        Assert.True(Assert.Single(before.Outcomes.All).IsReplaying);
        isHanging = false;

        await using var after = await DispatchRun.StartAsync(Handlers, before);
        await after.UntilAsync(() => after.Outcomes.All.Count is 0, "the replay was taken up again");

        Assert.Equal(["other m 1", "desk m 1", "desk m 2", "desk m 2"], calls);
    }

    [Fact]
    public async Task A_replay_to_a_handler_that_no_longer_exists_keeps_the_dead_letter_as_handler_missing()
    {
        await using var before = await StartAsync();
        await before.StopAsync();
        await using var after = await DispatchRun.StartAsync(static webhooks => webhooks.On<TextMessage>(static (TextMessage _) => { }, "another"), before);

        await after.Replay.ReplayAsync(Letter(after), TestContext.Current.CancellationToken);
        await after.UntilIdleAsync();

        Assert.Equal("handler missing", Assert.Single(after.Outcomes.All).Cause.Text);
    }

    [Fact]
    public async Task A_discarded_dead_letter_is_gone()
    {
        await using var run = await StartAsync();

        Assert.Equal(DeadLetterResult.Done, await run.Replay.DiscardAsync(Letter(run), TestContext.Current.CancellationToken));

        Assert.Empty(run.Outcomes.All);
    }

    private static Guid Letter(DispatchRun run) => Assert.Single(run.Outcomes.All).Id;

    private async Task<DispatchRun> StartAsync()
    {
        var run = await DispatchRun.StartAsync(Handlers, settings: ("Dispatch:MaxAttempts", "1"));
        run.Source.Add(Wire.Body(Wire.Message("1", "m"), Wire.Message("2", "neighbour")));
        await run.UntilIdleAsync();
        return run;
    }

    private void Handlers(WhatsAppWebhooksBuilder webhooks) => webhooks
        .On<TextMessage>((TextMessage message, WhatsAppContext context) => Note("other", message, context))
        .On<TextMessage>(
            async (TextMessage message, WhatsAppContext context, CancellationToken token) =>
            {
                Note("desk", message, context);

                if (isHanging)
                {
                    await release.Task.WaitAsync(token);
                }

                if (isBroken && message.MessageId is "m")
                {
                    throw new InvalidOperationException("secret words");
                }
            },
            "desk");

    private void Note(string who, TextMessage message, WhatsAppContext context)
    {
        if (message.MessageId is "m")
        {
            calls.Enqueue($"{who} m {context.Attempt}");
        }
    }
}
