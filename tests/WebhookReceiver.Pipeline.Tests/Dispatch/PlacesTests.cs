using System.Collections.Concurrent;
using WebhookReceiver.Dispatch;
using WebhookReceiver.Inbox;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Dispatch;

/// <summary>Each handler has places of its own.</summary>
[Trait("row", "Q10")]
public sealed class PlacesTests : IDisposable
{
    private readonly ConcurrentQueue<string?> handled = new();
    private readonly ConcurrentDictionary<string, int> running = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim gate = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Events_of_a_handler_that_hangs_take_no_place_of_another(bool blocks)
    {
        await using var run = await StartAsync(blocks);

        for (var number = 0; number < 64; number++)
        {
            run.Source.Add(Wire.Text($"{number}", $"hangs{number}"));
        }

        await run.UntilAsync(() => running.GetValueOrDefault("text") is 16, "all places of the handler were taken");

        for (var number = 0; number < 64; number++)
        {
            run.Source.Add(Wire.Status($"{1000 + number}", $"s{number}", "read"));
        }

        await run.UntilAsync(() => handled.Count is 64, "the other handler was called for all of its events");
        Assert.Equal(16, running["text"]);
        release.SetResult();
        gate.Set();
        await run.UntilIdleAsync();
    }

    [Fact]
    public async Task The_work_that_a_crash_repeats_is_bounded_while_a_handler_hangs()
    {
        await using var run = await StartAsync(blocks: false);

        for (var number = 0; number < 500; number++)
        {
            run.Source.Add(Wire.Text($"{number}", $"hangs{number}"));
        }

        await run.UntilAsync(() => running.GetValueOrDefault("text") is 16 && run.Source.Count is 0, "all places of the handler were taken");
        await run.UntilAsync(() => run.Lanes.Ready is 0, "the others wait");

        Assert.InRange(run.Outcomes.Said.Count(static said => said is "started"), 16, 16 + ((IOutcomes)run.Outcomes).BatchSize);
        release.SetResult();
        await run.UntilIdleAsync();
    }

    [Fact]
    public async Task A_handler_behind_a_slow_one_of_the_same_event_is_called_when_that_has_a_place_and_the_first_is_not_called_again()
    {
        await using var run = await DispatchRun.StartAsync(
            webhooks => webhooks
                .On<TextMessage>((TextMessage message) => handled.Enqueue($"quick {message.MessageId}"), "quick")
                .On<TextMessage>(
                    async (TextMessage message, WhatsAppContext context) =>
                    {
                        await release.Task;
                        handled.Enqueue($"slow {message.MessageId} {context.Attempt}");
                    },
                    "slow"),
            settings: ("Dispatch:Concurrency", "1"));

        for (var number = 0; number < 60; number++)
        {
            run.Source.Add(Wire.Text($"{number}", $"m{number}"));
        }

        await run.UntilAsync(() => handled.Count is 60, "the quick handler was called for all");
        release.SetResult();
        await run.UntilIdleAsync();

        Assert.Equal(120, handled.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(120, handled.Count);
        Assert.Equal(60, handled.Count(static call => call!.StartsWith("slow", StringComparison.Ordinal) && call.EndsWith(" 1", StringComparison.Ordinal)));
    }

    [Fact]
    [Trait("row", "Q11")]
    public async Task Calls_that_were_left_behind_are_counted_and_bounded()
    {
        await using var run = await StartAsync(blocks: false, ("Dispatch:MaxAttempts", "1"));

        for (var number = 0; number < 200; number++)
        {
            run.Source.Add(Wire.Text($"{number}", $"hangs{number}"));
        }

        var gates = run.Service<HandlerGates>();
        await run.TimeOutUntilAsync(TimeSpan.FromSeconds(31), () => gates.Of("text").Calls.IsExhausted, "the handler has no place left");

        for (var minutes = 0; minutes < 10; minutes++)
        {
            run.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(80, run.Service<ThreadReserve>().LeftBehind);
        Assert.Equal(80, running["text"]);
        run.Source.Add(Wire.Status("1000", "s", "read"));
        await run.UntilAsync(() => handled.Count is 1, "the other handler is called");
        release.SetResult();
        await run.UntilIdleAsync();
        await run.UntilAsync(() => run.Service<ThreadReserve>().LeftBehind is 0, "all of them came back");
    }

    [Fact]
    public async Task An_event_that_has_to_run_alone_does_not_wait_for_events_whose_handler_has_no_place_left()
    {
        await using var run = await StartAsync(blocks: false, ("Dispatch:MaxAttempts", "1"));

        for (var number = 0; number < 200; number++)
        {
            run.Source.Add(Wire.Text($"{number}", $"hangs{number}"));
        }

        var text = run.Service<HandlerGates>().Of("text").Calls;
        await run.TimeOutUntilAsync(
            TimeSpan.FromSeconds(31),
            () => text.IsExhausted && run.Service<EventRuns>().Busy > 0,
            "the handler has no place left, and events that were begun for it wait");
        var suspect = Wire.Status("1000", "s", "read");
        run.HasDied(suspect, "statuses", times: 2);

        run.Source.Add(suspect);

        await run.UntilAsync(() => handled.Count is 1, "the event that must run alone was handled");
        release.SetResult();
        await run.UntilIdleAsync();
    }

    public void Dispose()
    {
        gate.Set();
        gate.Dispose();
    }

    private Task<DispatchRun> StartAsync(bool blocks, params (string Key, string Value)[] settings) => DispatchRun.StartAsync(
        webhooks => webhooks
            .On<TextMessage>(
                async (TextMessage _, Steps steps) =>
                {
                    running.AddOrUpdate("text", 1, static (_, count) => count + 1);

                    if (blocks)
                    {
                        // A call that blocks its thread ends no step, so it wakes the test itself.
                        steps.Taken();
                        gate.Wait();
                    }

                    await release.Task;
                },
                "text")
            .On<MessageStatus>((MessageStatus message) => handled.Enqueue(message.MessageId), "statuses"),
        settings: settings);
}
