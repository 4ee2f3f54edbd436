using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Dispatch;
using WebhookReceiver.Inbox;
using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Dispatch;

/// <summary>The events of a paused handler wait, and nothing else does.</summary>
[Trait("row", "Q23")]
public sealed class PausingTests
{
    private readonly ConcurrentQueue<string> calls = new();
    private readonly BreakablePauses pauses = new();
    private readonly TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool isBroken;
    private volatile bool isHanging;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IEnumerable<string> CallsOfSecond => calls.Where(static call => call.StartsWith("second", StringComparison.Ordinal));

    [Fact]
    public async Task Its_events_wait_in_order_while_handlers_before_it_and_other_events_go_on()
    {
        await using var run = await StartAsync();
        await run.Service<HandlerPausing>().PauseAsync("second", "test", Token);

        for (var number = 0; number < 100; number++)
        {
            run.Source.Add(Wire.Text($"user{number}", $"a{number}"));
            run.Source.Add(Wire.Text($"user{number}", $"b{number}"));
            run.Source.Add(Wire.Status($"{1000 + number}", $"s{number}", "read"));
        }

        await run.UntilAsync(() => calls.Count(static call => call.StartsWith("status", StringComparison.Ordinal)) is 100 && WaitingFor(run) is 100, "all others were handled");
        Assert.Equal(100, calls.Count(static call => call.StartsWith("first a", StringComparison.Ordinal)));
        Assert.Empty(CallsOfSecond);
        run.Clock.Advance(TimeSpan.FromDays(2));
        await run.Service<HandlerPausing>().ResumeAsync("second", Token);
        await run.UntilIdleAsync();

        Assert.Equal(200, CallsOfSecond.Count());
        Assert.All(CallsOfSecond, static call => Assert.EndsWith(" 1", call, StringComparison.Ordinal));
        Assert.All(Enumerable.Range(0, 100), number => Assert.Equal(
            [$"first a{number} 1", $"second a{number} 1", $"first b{number} 1", $"second b{number} 1"],
            calls.Where(call => call.Contains($"a{number} ", StringComparison.Ordinal) || call.Contains($"b{number} ", StringComparison.Ordinal))));
        Assert.Empty(run.Outcomes.All);
    }

    [Fact]
    public async Task Calls_in_progress_end_and_no_further_one_begins()
    {
        isHanging = true;
        await using var run = await StartAsync(settings: ("Dispatch:Concurrency", "4"));

        for (var number = 0; number < 100; number++)
        {
            run.Source.Add(Wire.Text($"user{number}", $"a{number}"));
        }

        await run.UntilAsync(() => CallsOfSecond.Count() is 4 && run.Lanes.Ready is 0 && run.Source.Count is 0, "four were in progress");
        await run.Service<HandlerPausing>().PauseAsync("second", "test", Token);
        release.SetResult();
        await run.UntilAsync(() => run.Service<EventRuns>().Busy is 0 && WaitingFor(run) is 96, "the others wait");

        Assert.Equal(4, CallsOfSecond.Count());
        await run.Service<HandlerPausing>().ResumeAsync("second", Token);
        await run.UntilIdleAsync();
        Assert.Equal(100, CallsOfSecond.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(100, CallsOfSecond.Count());
    }

    [Fact]
    public async Task A_retry_that_is_due_waits_and_costs_no_attempt()
    {
        isBroken = true;
        await using var run = await StartAsync(settings: ("Dispatch:MaxAttempts", "2"));
        run.Source.Add(Wire.Text("user", "a"));
        await run.UntilParkedAsync();
        await run.Service<HandlerPausing>().PauseAsync("second", "test", Token);

        run.Clock.Advance(TimeSpan.FromDays(1));
        await run.UntilAsync(() => WaitingFor(run) is 1, "the retry waits");
        Assert.Equal(["second a 1"], CallsOfSecond);
        isBroken = false;
        await run.Service<HandlerPausing>().ResumeAsync("second", Token);
        await run.UntilIdleAsync();

        Assert.Equal(["second a 1", "second a 2"], CallsOfSecond);
        Assert.Empty(run.Outcomes.All);
    }

    [Fact]
    public async Task It_stays_paused_after_a_restart()
    {
        await using var before = await StartAsync();
        await before.Service<HandlerPausing>().PauseAsync("second", "test", Token);
        before.Source.Add(Wire.Text("user", "a"));
        await before.UntilAsync(() => WaitingFor(before) is 1, "the event waits");
        await before.KillAsync();

        await using var after = await StartAsync(before);
        await after.UntilAsync(() => WaitingFor(after) is 1, "the event waits again");

        Assert.Empty(CallsOfSecond);
        await after.Service<HandlerPausing>().ResumeAsync("second", Token);
        await after.UntilIdleAsync();
        Assert.Equal(["second a 1"], CallsOfSecond);
        Assert.Single(calls, static call => call.StartsWith("first", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Replays_of_its_dead_letters_wait_and_take_no_room_from_others()
    {
        const int Letters = 200;
        isBroken = true;
        await using var run = await StartAsync(settings: ("Dispatch:MaxAttempts", "1"));
        run.Source.Add(Wire.Body(Enumerable.Range(0, Letters).Select(static number => Wire.Message($"user{number}", $"m{number}"))));
        await run.UntilAsync(() => run.Outcomes.Count is Letters, "all were dead letters");
        run.Source.Add(Wire.Status("1000", "s", "read"));
        await run.UntilAsync(() => run.Outcomes.Count is Letters + 1, "one of another handler, too");
        isBroken = false;
        await run.Service<HandlerPausing>().PauseAsync("second", "test", Token);

        await run.Replay.ReplayAsync([.. run.Outcomes.All.Select(static letter => letter.Id)], Token);
        await run.UntilAsync(() => run.Outcomes.Count is Letters && run.Lanes.Waiting is 0, "the other was replayed, and none of them was read into memory");

        Assert.All(run.Outcomes.All, static letter => Assert.Equal((true, "second"), (letter.IsReplaying, letter.Handler)));
        Assert.Equal(Letters, CallsOfSecond.Count());
        await run.Service<HandlerPausing>().ResumeAsync("second", Token);
        await run.UntilAsync(() => run.Outcomes.Count is 0, "all were replayed");
        Assert.Equal(2 * Letters, CallsOfSecond.Count());
    }

    [Fact]
    public async Task Replays_that_were_in_their_lanes_take_no_room_from_others_either()
    {
        isBroken = true;
        await using var run = await StartAsync(settings: [("Dispatch:MaxAttempts", "1"), ("Dispatch:Concurrency", "1")]);
        run.Source.Add(Wire.Body(Enumerable.Range(0, 100).Select(static number => Wire.Message($"user{number}", $"m{number}"))));
        await run.UntilAsync(() => run.Outcomes.Count is 100, "all were dead letters");
        run.Source.Add(Wire.Status("1000", "s", "read"));
        await run.UntilAsync(() => run.Outcomes.Count is 101, "one of another handler, too");
        (isBroken, isHanging) = (false, true);
        await run.Replay.ReplayAsync([.. run.Outcomes.All.Select(static letter => letter.Id)], Token);
        await run.UntilAsync(() => run.Lanes.Waiting is DeadLetterReplay.MostInLanes && CallsOfSecond.Count() is 101, "there is no room");

        await run.Service<HandlerPausing>().PauseAsync("second", "test", Token);
        await run.UntilAsync(() => run.Outcomes.All.All(static letter => letter.Handler is "second"), "the other was replayed");
        release.SetResult();
        await run.Service<HandlerPausing>().ResumeAsync("second", Token);

        await run.UntilAsync(() => run.Outcomes.Count is 0, "all were replayed");
    }

    [Fact]
    public async Task Very_many_wait_packed_and_the_rest_of_a_large_delivery_goes_on()
    {
        const int Events = 1000;
        await using var run = await DispatchRun.StartAsync(
            Handlers,
            services: services => services.AddSingleton<IHandlerPauses>(pauses).AddSingleton(new LaneLimits { Lanes = 40, Waiting = 100, MemoryEvents = 20, Portion = 10, PortionLanes = 4 }));
        await run.Service<HandlerPausing>().PauseAsync("second", "test", Token);
        run.Source.Add(Wire.Body([.. Enumerable.Range(0, Events).Select(static number => Wire.Message($"user{number}", $"m{number}"))]));
        await run.UntilAsync(() => WaitingFor(run) is Events, "all wait");
        run.Source.Add(Wire.Status("1000", "s", "read"));

        await run.UntilAsync(() => calls.Contains("status s 1"), "another was handled");
        Assert.InRange(run.Lanes.WaitingInMemory, 0, 100);
        Assert.Equal(Events, calls.Count(static call => call.StartsWith("first", StringComparison.Ordinal)));
        await run.Service<HandlerPausing>().ResumeAsync("second", Token);
        await run.UntilIdleAsync();
        Assert.Equal(Events, CallsOfSecond.Count());
    }

    [Fact]
    public async Task What_cannot_be_stored_does_not_take_effect()
    {
        await using var run = await StartAsync();
        await run.UntilAsync(() => run.Service<HandlerPausing>().IsKnown, "the pauses were known");
        pauses.IsBroken = true;
        await Assert.ThrowsAsync<IOException>(() => run.Service<HandlerPausing>().PauseAsync("second", "test", Token));
        run.Source.Add(Wire.Text("user", "a"));
        await run.UntilIdleAsync();
        Assert.Equal(["second a 1"], CallsOfSecond);

        pauses.IsBroken = false;
        await run.Service<HandlerPausing>().PauseAsync("second", "test", Token);
        pauses.IsBroken = true;
        await Assert.ThrowsAsync<IOException>(() => run.Service<HandlerPausing>().ResumeAsync("second", Token));
        run.Source.Add(Wire.Text("user", "b"));
        await run.UntilAsync(() => WaitingFor(run) is 1, "the event waits");
        Assert.Equal(["second a 1"], CallsOfSecond);
    }

    [Fact]
    public async Task Until_it_is_known_which_are_paused_none_is_called()
    {
        isBroken = true;
        await using var before = await StartAsync(settings: ("Dispatch:MaxAttempts", "1"));
        before.Source.Add(Wire.Text("user", "a"));
        await before.UntilAsync(() => before.Outcomes.Count is 1, "it was a dead letter");
        await before.Service<HandlerPausing>().PauseAsync("second", "test", Token);
        await before.Replay.ReplayAsync(before.Outcomes.All.Single().Id, Token);
        await before.KillAsync();
        (isBroken, pauses.IsBroken) = (false, true);

        await using var after = await StartAsync(before, ("Dispatch:MaxAttempts", "1"));
        after.Source.Add(Wire.Text("other", "b"));
        await after.UntilAsync(() => after.Service<HandlerPausing>().Trouble is not null, "the pauses could not be read");
        pauses.IsBroken = false;
        await after.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => after.Service<HandlerPausing>().IsKnown && WaitingFor(after) is 1, "the event waits");

        Assert.Equal(["second a 1"], CallsOfSecond);
        Assert.True(Assert.Single(after.Outcomes.All).IsReplaying);
        await after.Service<HandlerPausing>().ResumeAsync("second", Token);
        await after.UntilAsync(() => after.Outcomes.Count is 0, "it was replayed");
    }

    [Fact]
    public async Task A_drain_does_not_wait_for_it()
    {
        await using var run = await StartAsync();
        await run.Service<HandlerPausing>().PauseAsync("second", "test", Token);
        run.Source.Add(Wire.Text("user", "a"));
        await run.UntilAsync(() => WaitingFor(run) is 1, "the event waits");

        await run.StopAsync();

        Assert.Empty(CallsOfSecond);
    }

    private static int WaitingFor(DispatchRun run) => run.Service<HandlerGates>().Of("second").Calls.Waiting;

    private Task<DispatchRun> StartAsync(DispatchRun? before = null, params (string Key, string Value)[] settings) =>
        DispatchRun.StartAsync(Handlers, before, services: services => services.AddSingleton<IHandlerPauses>(pauses), settings: settings);

    private void Handlers(WhatsAppWebhooksBuilder webhooks) => webhooks
        .On<TextMessage>((TextMessage message, WhatsAppContext context) => calls.Enqueue($"first {message.MessageId} {context.Attempt}"), "first")
        .On<TextMessage>(
            async (TextMessage message, WhatsAppContext context, CancellationToken token) =>
            {
                calls.Enqueue($"second {message.MessageId} {context.Attempt}");

                if (isHanging)
                {
                    await release.Task.WaitAsync(token);
                }

                ThrowWhenBroken();
            },
            "second")
        .On<MessageStatus>(
            (MessageStatus message, WhatsAppContext context) =>
            {
                calls.Enqueue($"status {message.MessageId} {context.Attempt}");
                ThrowWhenBroken();
            },
            "statuses");

    private void ThrowWhenBroken()
    {
        if (isBroken)
        {
            throw new InvalidOperationException("no");
        }
    }
}
