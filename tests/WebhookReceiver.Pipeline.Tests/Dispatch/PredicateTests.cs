using System.Collections.Concurrent;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Dispatch;

/// <summary>The answer of a predicate is decided once for each event and stored with it.</summary>
public sealed class PredicateTests
{
    private readonly ConcurrentQueue<string> calls = new();
    private int asked;
    private volatile bool isWanted = true;
    private volatile bool isBroken = true;

    [Fact]
    [Trait("row", "Q01")]
    public async Task A_fallback_that_fails_behind_a_refusal_is_called_again_when_it_is_due_and_nothing_spins()
    {
        await using var run = await DispatchRun.StartAsync(webhooks => webhooks
            .On<TextMessage>((TextMessage _) => calls.Enqueue("desk"), "desk", where: static _ => false)
            .OnUnhandled((WhatsAppContext context) => FailOnce("fallback", context)));
        run.Source.Add(Wire.Text("1", "m"));

        await run.RetryAsync(TimeSpan.FromSeconds(1));
        await run.UntilIdleAsync();

        Assert.Equal(["fallback 1", "fallback 2"], calls);
        Assert.Equal(2, run.Outcomes.Said.Count(static said => said is "started"));
        Assert.Empty(run.Outcomes.All);
    }

    [Fact]
    [Trait("row", "Q02")]
    public async Task A_handler_that_was_added_while_a_fallback_waits_is_not_owed_the_event()
    {
        await using var before = await DispatchRun.StartAsync(webhooks => webhooks.OnUnhandled((WhatsAppContext context) => FailOnce("fallback", context)));
        before.Source.Add(Wire.Text("1", "m"));
        await before.UntilParkedAsync();
        await before.KillAsync();

        await using var after = await DispatchRun.StartAsync(
            webhooks => webhooks
                .On<TextMessage>((TextMessage _) => calls.Enqueue("new"), "new")
                .OnUnhandled((WhatsAppContext context) => FailOnce("fallback", context)),
            before);
        await after.RetryAsync(TimeSpan.FromSeconds(1));
        await after.UntilIdleAsync();

        Assert.Equal(["fallback 1", "fallback 2"], calls);
    }

    [Fact]
    [Trait("row", "Q03")]
    public async Task A_predicate_that_changes_its_mind_before_a_retry_is_not_asked_again()
    {
        await using var run = await StartAsync();
        run.Source.Add(Wire.Text("1", "m"));
        await run.UntilParkedAsync();
        (isWanted, isBroken) = (false, false);

        await run.RetryAsync(TimeSpan.FromSeconds(1));
        await run.UntilIdleAsync();

        Assert.Equal(["desk 1", "desk 2"], calls);
        Assert.Equal(1, asked);
    }

    [Fact]
    [Trait("row", "Q03")]
    public async Task A_predicate_that_changes_its_mind_is_not_asked_again_after_a_restart()
    {
        await using var before = await StartAsync();
        before.Source.Add(Wire.Text("1", "m"));
        await before.UntilParkedAsync();
        await before.KillAsync();
        (isWanted, isBroken) = (false, false);

        await using var after = await StartAsync(before);
        await after.RetryAsync(TimeSpan.FromSeconds(1));
        await after.UntilIdleAsync();

        Assert.Equal(["desk 1", "desk 2"], calls);
        Assert.Equal(1, asked);
    }

    [Fact]
    [Trait("row", "Q03")]
    public async Task Before_a_replay_it_is_not_asked_again_so_the_dead_letter_goes_to_its_handler()
    {
        await using var run = await StartAsync(before: null, ("Dispatch:MaxAttempts", "1"));
        run.Source.Add(Wire.Text("1", "m"));
        await run.UntilIdleAsync();
        var letter = Assert.Single(run.Outcomes.All);
        (isWanted, isBroken) = (false, false);

        Assert.Equal(DeadLetterResult.Done, await run.Replay.ReplayAsync(letter.Id, TestContext.Current.CancellationToken));
        await run.UntilIdleAsync();

        Assert.Equal(["desk 1", "desk 2"], calls);
        Assert.Empty(run.Outcomes.All);
    }

    [Fact]
    [Trait("row", "Q03")]
    public async Task The_answer_is_written_before_the_handler_is_called()
    {
        await using var run = await StartAsync();
        isBroken = false;
        run.Source.Add(Wire.Text("1", "m"));

        await run.UntilIdleAsync();

        Assert.Equal(["started", "flushed", "wanted desk", "flushed", "settled"], run.Outcomes.Said);
    }

    [Fact]
    [Trait("row", "Q03")]
    public async Task A_predicate_that_throws_has_not_decided_and_is_asked_again()
    {
        await using var run = await DispatchRun.StartAsync(webhooks => webhooks
            .On<TextMessage>((TextMessage _) => calls.Enqueue("desk"), "desk", where: _ => ++asked is 1 ? throw new InvalidOperationException() : false)
            .OnUnhandled((WhatsAppContext context) => calls.Enqueue($"fallback {context.Attempt}")));
        run.Source.Add(Wire.Text("1", "m"));

        await run.RetryAsync(TimeSpan.FromSeconds(1));
        await run.UntilIdleAsync();

        Assert.Equal(["fallback 2"], calls);
        Assert.Equal(2, asked);
    }

    private Task<DispatchRun> StartAsync(DispatchRun? before = null, params (string Key, string Value)[] settings) => DispatchRun.StartAsync(
        webhooks => webhooks
            .On<TextMessage>(
                (TextMessage _, WhatsAppContext context) =>
                {
                    calls.Enqueue($"desk {context.Attempt}");

                    if (isBroken)
                    {
                        throw new InvalidOperationException("secret words");
                    }
                },
                "desk",
                where: _ =>
                {
                    Interlocked.Increment(ref asked);
                    return isWanted;
                })
            .OnUnhandled(() => calls.Enqueue("fallback")),
        before,
        settings: settings);

    private void FailOnce(string who, WhatsAppContext context)
    {
        calls.Enqueue($"{who} {context.Attempt}");

        if (context.Attempt is 1)
        {
            throw new InvalidOperationException("secret words");
        }
    }
}
