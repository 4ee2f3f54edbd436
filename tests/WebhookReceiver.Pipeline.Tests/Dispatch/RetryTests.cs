using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Inbox;
using WebhookReceiver.Pipeline.Tests.Inbox;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Dispatch;

public sealed class RetryTests
{
    private readonly ConcurrentQueue<string> calls = new();

    [Theory]
    [Trait("row", "W02")]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_handler_that_fails_is_called_again_and_those_that_succeeded_are_not(int failures)
    {
        await using var run = await DispatchRun.StartAsync(webhooks => webhooks
            .On<TextMessage>((TextMessage message, WhatsAppContext context) => Note("good", message, context))
            .On<TextMessage>((TextMessage message, WhatsAppContext context) => NoteAndFail(message, context, failures), "bad"));
        run.Source.Add(Wire.Text("1", "m"));

        for (var failure = 0; failure < failures; failure++)
        {
            await run.RetryAsync(TimeSpan.FromSeconds(1 << failure));
        }

        await run.UntilIdleAsync();
        Assert.Equal(["good m 1", .. Enumerable.Range(1, failures + 1).Select(static attempt => $"bad m {attempt}")], calls);
        Assert.Empty(run.Outcomes.All);
        Assert.Equal(1, run.Outcomes.SettledDeliveries);
    }

    [Fact]
    [Trait("row", "W02")]
    public async Task Poison_becomes_a_dead_letter_after_the_last_attempt_and_delays_nobody_else()
    {
        await using var run = await DispatchRun.StartAsync(webhooks => webhooks
            .On<TextMessage>((TextMessage message, WhatsAppContext context) => NoteAndFail(message, context, message.User?.PhoneNumber is "1" ? 99 : 0), "desk"));
        run.Source.Add(Wire.Text("1", "poison"));
        run.Source.Add(Wire.Text("1", "behind"));

        for (var attempt = 1; attempt < 5; attempt++)
        {
            await run.UntilParkedAsync();
            run.Source.Add(Wire.Text("2", $"other{attempt}"));
            await run.UntilAsync(() => calls.Contains($"bad other{attempt} 1"), "the other conversation went on");
            Assert.DoesNotContain("bad behind 1", calls);
            await run.RetryAsync(TimeSpan.FromSeconds(1 << (attempt - 1)));
        }

        await run.UntilParkedAsync();
        Assert.Contains("bad behind 1", calls);
        var letter = Assert.Single(run.Outcomes.All);
        Assert.Equal(("desk", "attempts exhausted", 5, typeof(InvalidOperationException).FullName), (letter.Handler, letter.Cause.Text, letter.Attempts, letter.ExceptionType));
        Assert.Equal("secret words", letter.ExceptionMessage);
        Assert.Equal(TimeSpan.FromSeconds(15), letter.LastAttemptAt - letter.FirstAttemptAt);
        Assert.DoesNotContain(run.Log.All, static line => line.Text.Contains("secret words", StringComparison.Ordinal));
        Assert.Contains(run.Log.All, static line => line is { Level: LogLevel.Error, Id: 1605 });
        Assert.Equal(5, run.Outcomes.Said.Count(static said => said.StartsWith("failed", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Never_retry_is_a_dead_letter_at_once()
    {
        await using var run = await DispatchRun.StartAsync(static webhooks => webhooks
            .On<TextMessage>(static Task (TextMessage _) => throw new PermanentFailureException("no such order")));
        run.Source.Add(Wire.Text("1", "m"));

        await run.UntilIdleAsync();

        var letter = Assert.Single(run.Outcomes.All);
        Assert.Equal(("never retry", 1, "no such order"), (letter.Cause.Text, letter.Attempts, letter.ExceptionMessage));
        Assert.Equal(["started", "flushed", "letter TextMessage#1 never retry", "settled"], run.Outcomes.Said);
    }

    [Fact]
    [Trait("row", "Q13")]
    public async Task Retry_at_is_obeyed_whatever_the_wall_clock_does_meanwhile()
    {
        await using var run = await DispatchRun.StartAsync(webhooks => webhooks
            .On<TextMessage>(Task (TextMessage message, WhatsAppContext context) =>
            {
                Note("desk", message, context);
                return context.Attempt is 1 ? throw new RetryAtException(new DateTimeOffset(2026, 11, 20, 15, 0, 0, TimeSpan.Zero)) : Task.CompletedTask;
            }));
        run.Source.Add(Wire.Text("1", "m"));

        await run.UntilParkedAsync();
        run.Clock.SetWall(TimeSpan.FromDays(-3650));
        run.Clock.Advance(TimeSpan.FromHours(3) - TimeSpan.FromSeconds(1));
        await run.UntilParkedAsync();
        Assert.Single(calls);
        run.Clock.Advance(TimeSpan.FromSeconds(1));

        await run.UntilIdleAsync();
        Assert.Equal(["desk m 1", "desk m 2"], calls);
    }

    [Fact]
    [Trait("row", "W13")]
    public async Task Attempts_and_the_next_time_survive_a_restart()
    {
        await using var before = await DispatchRun.StartAsync(Failing);
        before.Source.Add(Wire.Text("1", "m"));
        await before.RetryAsync(TimeSpan.FromSeconds(1));
        await before.RetryAsync(TimeSpan.FromSeconds(2));
        await before.UntilParkedAsync();
        await before.KillAsync();
        before.Clock.Advance(TimeSpan.FromSeconds(1));

        await using var after = await DispatchRun.StartAsync(Failing, before);
        await after.UntilParkedAsync();
        Assert.Equal(3, calls.Count);
        await after.RetryAsync(TimeSpan.FromSeconds(2));
        await after.UntilParkedAsync();
        Assert.Equal(3, calls.Count);
        after.Clock.Advance(TimeSpan.FromSeconds(1));
        await after.RetryAsync(TimeSpan.FromSeconds(8));
        await after.UntilIdleAsync();

        Assert.Equal(["bad m 1", "bad m 2", "bad m 3", "bad m 4", "bad m 5"], calls);
        Assert.Equal(5, Assert.Single(after.Outcomes.All).Attempts);
    }

    [Fact]
    [Trait("row", "W13")]
    public async Task A_clock_that_was_set_back_during_a_restart_parks_nothing_for_ever()
    {
        await using var before = await DispatchRun.StartAsync(Failing);
        before.Source.Add(Wire.Text("1", "m"));
        await before.UntilParkedAsync();
        await before.KillAsync();
        before.Clock.SetWall(TimeSpan.FromDays(-3650));

        await using var after = await DispatchRun.StartAsync(Failing, before);
        await after.RetryAsync(TimeSpan.FromSeconds(1));

        await after.UntilParkedAsync();
        Assert.Equal(2, calls.Count);
    }

    [Fact]
    [Trait("row", "Q02")]
    public async Task A_handler_that_failed_under_a_version_that_stored_no_plan_and_is_gone_leaves_a_dead_letter()
    {
        await using var run = await DispatchRun.StartAsync(
            webhooks => webhooks.On<TextMessage>((TextMessage message, WhatsAppContext context) => Note("desk", message, context), "desk"));
        var id = DispatchRun.IdOf(Wire.Text("1", "m"));
        var now = run.Clock.GetUtcNow();
        run.Outcomes.EventStarted(id, plan: null!);
        run.Outcomes.HandlerFailed(id, "old", new HandlerFailure(1, now, now, now));

        run.Source.Add(Wire.Text("1", "m"));
        await run.UntilIdleAsync();

        Assert.Equal(["desk m 2"], calls);
        var letter = Assert.Single(run.Outcomes.All);
        Assert.Equal(("old", "handler missing", 1), (letter.Handler, letter.Cause.Text, letter.Attempts));
    }

    [Fact]
    [Trait("row", "Q02")]
    public async Task A_handler_that_is_gone_after_a_restart_leaves_a_dead_letter_and_a_new_one_is_not_owed_the_event()
    {
        await using var before = await DispatchRun.StartAsync(webhooks => webhooks.On<TextMessage>((TextMessage m, WhatsAppContext c) => NoteAndFail(m, c, 99), "old"));
        before.Source.Add(Wire.Text("1", "m"));
        await before.UntilParkedAsync();
        await before.KillAsync();
        before.Clock.Advance(TimeSpan.FromSeconds(1));

        await using var after = await DispatchRun.StartAsync(
            webhooks => webhooks.On<TextMessage>((TextMessage message, WhatsAppContext context) => Note("new", message, context), "new"), before);
        await after.UntilIdleAsync();

        Assert.Equal(["bad m 1"], calls);
        var letter = Assert.Single(after.Outcomes.All);
        Assert.Equal(("old", "handler missing", 1), (letter.Handler, letter.Cause.Text, letter.Attempts));
    }

    [Fact]
    [Trait("row", "W04")]
    public async Task A_call_that_takes_too_long_is_a_failure_and_is_repeated()
    {
        await using var run = await DispatchRun.StartAsync(webhooks => webhooks.On<TextMessage>((TextMessage message, WhatsAppContext context, CancellationToken token) =>
        {
            Note("desk", message, context);
            return context.Attempt is 1 ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
        }));
        run.Source.Add(Wire.Text("1", "m"));
        await run.UntilAsync(() => calls.Count is 1, "it was called");

        run.Clock.Advance(TimeSpan.FromSeconds(30));
        await run.RetryAsync(TimeSpan.FromSeconds(1));

        await run.UntilIdleAsync();
        Assert.Equal(["desk m 1", "desk m 2"], calls);
    }

    [Theory]
    [Trait("row", "W04")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_that_never_ends_holds_back_its_own_conversation_only_and_is_given_up(bool blocks)
    {
        using var gate = new ManualResetEventSlim();
        var never = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var run = await DispatchRun.StartAsync(
            webhooks => webhooks.On<TextMessage>((TextMessage message, WhatsAppContext context, Steps steps) =>
            {
                Note("desk", message, context);

                if (message.MessageId is not "hangs")
                {
                    return Task.CompletedTask;
                }

                if (blocks)
                {
                    // A call that blocks its thread ends no step, so it wakes the test itself.
                    steps.Taken();
                    gate.Wait(CancellationToken.None);
                }

                return never.Task;
            }),
            settings: ("Dispatch:MaxAttempts", "1"));
        run.Source.Add(Wire.Text("1", "hangs"));
        run.Source.Add(Wire.Text("1", "behind"));
        run.Source.Add(Wire.Text("2", "other"));
        await run.UntilAsync(() => calls.Contains("desk hangs 1") && calls.Contains("desk other 1"), "the other conversation went on");

        run.Clock.Advance(TimeSpan.FromSeconds(30));
        run.Clock.Advance(TimeSpan.FromSeconds(1));

        await run.UntilIdleAsync();
        Assert.Contains("desk behind 1", calls);
        Assert.Equal(typeof(TimeoutException).FullName, Assert.Single(run.Outcomes.All).ExceptionType);
        gate.Set();
        never.SetResult();
    }

    [Fact]
    [Trait("row", "W04")]
    public void An_async_void_lambda_is_refused_when_it_is_added()
    {
        var webhooks = new Microsoft.Extensions.DependencyInjection.ServiceCollection().AddWhatsAppWebhooks();
#pragma warning disable VSTHRD101, MA0147 // This is what must be refused.
        Action<TextMessage> handler = static async _ => await Task.Yield();
#pragma warning restore VSTHRD101, MA0147

        Assert.Throws<ArgumentException>(() => webhooks.On<TextMessage>(handler));
    }

    private void Failing(WhatsAppWebhooksBuilder webhooks) =>
        webhooks.On<TextMessage>((TextMessage message, WhatsAppContext context) => NoteAndFail(message, context, 99), "desk");

    private void Note(string who, TextMessage message, WhatsAppContext context) => calls.Enqueue($"{who} {message.MessageId} {context.Attempt}");

    private void NoteAndFail(TextMessage message, WhatsAppContext context, int failures)
    {
        Note("bad", message, context);

        if (context.Attempt <= failures)
        {
            throw new InvalidOperationException("secret words");
        }
    }
}
