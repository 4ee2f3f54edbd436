using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Dispatch;
using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Dispatch;

public sealed class LaneTests
{
    private readonly ConcurrentQueue<string?> handled = new();

    [Fact]
    [Trait("row", "W10")]
    public async Task Order_is_kept_in_each_conversation_and_conversations_run_at_the_same_time()
    {
        var inWork = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var overlaps = 0;
        var most = 0;
        await using var run = await DispatchRun.StartAsync(webhooks => webhooks.On<TextMessage>(async (TextMessage message) =>
        {
            var user = message.User!.PhoneNumber!;

            if (!inWork.TryAdd(user, 0))
            {
                Interlocked.Increment(ref overlaps);
            }

            InterlockedMax(ref most, inWork.Count);
            await Task.Yield();
            handled.Enqueue(message.MessageId);
            inWork.TryRemove(user, out _);
        }));

        for (var number = 0; number < 2000; number++)
        {
            run.Source.Add(Wire.Text($"{number % 20}", $"{number % 20}.{number:0000}"));
        }

        await run.UntilIdleAsync();

        Assert.Equal(0, overlaps);
        Assert.Equal(2000, handled.Count);
        Assert.InRange(most, 2, 16);
        Assert.All(handled.GroupBy(static id => id!.Split('.')[0], StringComparer.Ordinal), static conversation => Assert.Equal(conversation.Order(StringComparer.Ordinal), conversation));
    }

    [Fact]
    [Trait("row", "W14")]
    public async Task A_hundred_thousand_conversations_leave_nothing_behind()
    {
        await using var run = await DispatchRun.StartAsync(webhooks => webhooks.On<TextMessage>((TextMessage _) => { }));

        for (var batch = 0; batch < 100; batch++)
        {
            run.Source.Add(Wire.Body(Enumerable.Range(0, 1000).Select(number => Wire.Message($"{(batch * 1000) + number}", $"{batch}.{number}"))));
        }

        await run.UntilIdleAsync();

        Assert.Equal((0, 0, 0), (run.Lanes.Count, run.Lanes.Waiting, run.Lanes.Parked));
        Assert.Equal((0, 0L), (run.Lanes.Memory.Count, run.Lanes.Memory.Bytes));
        Assert.Equal(100, run.Outcomes.SettledDeliveries);
    }

    [Fact]
    [Trait("row", "W10")]
    public async Task Events_that_do_not_fit_into_memory_are_read_again_when_their_turn_comes()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var run = await DispatchRun.StartAsync(
            webhooks => webhooks.On<TextMessage>(async (TextMessage message) =>
            {
                handled.Enqueue(message.MessageId);
                await release.Task;
            }),
            services: static services => services.AddSingleton(new LaneLimits { MemoryEvents = 3 }));
        var ids = Enumerable.Range(0, 200).Select(static number => $"m{number:000}").ToList();

        foreach (var pair in ids.Chunk(2))
        {
            run.Source.Add(Wire.Body(pair.Select(static id => Wire.Message("15550100300", id))));
        }

        run.Source.Add(Wire.Text("15550100400", "other"));
        await run.UntilAsync(() => handled.Contains("other"), "the other conversation was not held up");
        Assert.Equal(201, run.Lanes.Waiting);
        Assert.InRange(run.Lanes.Memory.Count, 1, 3);
        release.SetResult();

        await run.UntilIdleAsync();
        Assert.Equal(ids, handled.Where(static id => id is not "other"));
        Assert.InRange(run.Source.Rereads, 50, 120);
        Assert.Equal((0, 0L), (run.Lanes.Memory.Count, run.Lanes.Memory.Bytes));
    }

    [Theory]
    [InlineData(false, 5)]
    [InlineData(true, 3)]
    public async Task At_its_limits_the_pump_takes_no_more(bool isDurable, int taken)
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var run = await DispatchRun.StartAsync(
            webhooks => webhooks.On<TextMessage>(async (TextMessage message) =>
            {
                await release.Task;
                handled.Enqueue(message.MessageId);
            }),
            source: new ScriptedSource(isDurable),
            services: services => services.AddSingleton(new LaneLimits { MemoryEvents = 5, Waiting = isDurable ? 3 : 100 }));

        for (var number = 0; number < 10; number++)
        {
            run.Source.Add(Wire.Text($"{number}", $"m{number}"));
        }

        await run.UntilAsync(() => run.Service<EventRuns>().Busy == taken, "all places were taken");
        Assert.Equal((10 - taken, taken), (run.Source.Count, run.Lanes.Waiting));
        release.SetResult();

        await run.UntilIdleAsync();
        Assert.Equal(10, handled.Count);
    }

    [Fact]
    public async Task Events_that_belong_to_no_conversation_keep_their_order_by_account_and_field()
    {
        await using var run = await DispatchRun.StartAsync(webhooks => webhooks.On<WhatsAppEvent>((WhatsAppEvent message, WhatsAppContext context) =>
        {
            handled.Enqueue(message.Type);

            if (context.Attempt is 1 && message.Account is "1")
            {
                throw new InvalidOperationException();
            }
        }));
        run.Source.Add(Change("1", "account_update", 1));
        run.Source.Add(Change("1", "account_update", 2));
        run.Source.Add(Change("2", "account_update", 3));
        run.Source.Add(Change("1", "security", 4));

        await run.UntilParkedAsync(2);
        await run.UntilAsync(() => run.Outcomes.SettledDeliveries is 1 && run.Lanes.Waiting is 3, "the other account went on");

        Assert.Equal(["account_update", "account_update", "security"], handled.Order(StringComparer.Ordinal));

        static string Change(string account, string field, int number) =>
            $$$"""{"entry":[{"id":"{{{account}}}","changes":[{"field":"{{{field}}}","value":{"event":"E{{{number}}}"}}]}]}""";
    }

    private static void InterlockedMax(ref int most, int value)
    {
        var seen = Volatile.Read(ref most);

        while (value > seen && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
            seen = Volatile.Read(ref most);
        }
    }
}
