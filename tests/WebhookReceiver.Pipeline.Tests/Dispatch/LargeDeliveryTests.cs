using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Dispatch;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Dispatch;

/// <summary>A delivery with more events than a portion: few of them get a turn at once, other deliveries are handled beside it, and nothing overtakes it.</summary>
[Trait("row", "X14")]
public sealed class LargeDeliveryTests
{
    private const int Portion = 10;
    private const int Turns = 4;

    private readonly TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> begun = new();
    private readonly ConcurrentQueue<string> handled = new();

    [Fact]
    public async Task Few_of_its_events_get_a_turn_at_once_and_a_neighbour_is_handled_meanwhile()
    {
        await using var run = await StartAsync();
        run.Source.Add(Wire.Body(Enumerable.Range(0, 200).Select(static number => Wire.Message($"{number}", $"m{number:000}"))));
        await run.UntilAsync(() => begun.Count is Portion + Turns && run.Lanes.Waiting is 200, "as many as may have begun");

        run.Source.Add(Wire.Text("99999", "neighbour"));
        await run.UntilAsync(() => handled.Contains("neighbour"), "the neighbour was handled");

        Assert.Equal(Enumerable.Range(0, Portion + Turns).Select(static number => $"m{number:000}"), begun.Order(StringComparer.Ordinal).Where(static id => id is not "neighbour"));
        Assert.Equal(Turns, run.Lanes.InHandOfRests);
        Assert.InRange(run.Lanes.WaitingInMemory, Portion + Turns, Portion + Turns + 1);
        release.SetResult();
        await UntilEmptyAsync(run);
        Assert.Equal(201, handled.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(201, handled.Count);
        Assert.InRange(run.Source.Rereads, 0, 2);
    }

    [Fact]
    public async Task None_gets_a_turn_before_all_but_a_portion_of_those_before_it_are_finished()
    {
        await using var run = await StartAsync();

        // One conversation holds the first event of the rest; all others are short.
        var first = Wire.Message("slow", $"m{Portion:000}");
        run.Source.Add(Wire.Body(Enumerable.Range(0, 200).Select(number => number is Portion ? first : Wire.Message($"{number}", $"q{number:000}"))));
        await run.UntilAsync(() => handled.Count >= Portion + Portion - 1 && run.Lanes.Waiting is not 0, "all that may go on beside the slow one were handled");
        run.Source.Add(Wire.Text("99999", "neighbour"));
        await run.UntilAsync(() => handled.Contains("neighbour"), "the neighbour was handled");

        Assert.Equal(Portion + Portion, handled.Count);
        Assert.Equal(["m010"], begun.Except(handled, StringComparer.Ordinal));
        release.SetResult();
        await UntilEmptyAsync(run);
        Assert.Equal(201, handled.Count);
    }

    [Fact]
    public async Task A_later_delivery_overtakes_none_of_its_events_in_any_conversation()
    {
        release.SetResult();
        await using var run = await StartAsync();
        var sent = new List<(string User, string Id)>();
        var users = new Random(7);

        // Large deliveries, and after each of them one event of each user.
        foreach (var delivery in Enumerable.Range(0, 6))
        {
            var events = Enumerable.Range(0, 150).Select(number => (User: $"{users.Next(20)}", Id: $"m{delivery}.{number}")).ToList();
            run.Source.Add(Wire.Body(events.Select(static one => Wire.Message(one.User, one.Id))));
            sent.AddRange(events);

            foreach (var user in Enumerable.Range(0, 21))
            {
                run.Source.Add(Wire.Text($"{user}", $"n{delivery}.{user}"));
                sent.Add(($"{user}", $"n{delivery}.{user}"));
            }
        }

        await UntilEmptyAsync(run);

        var userOf = sent.ToDictionary(static one => one.Id, static one => one.User, StringComparer.Ordinal);
        Assert.Equal(sent.Count, handled.Count);
        Assert.All(
            sent.GroupBy(static one => one.User, StringComparer.Ordinal),
            conversation => Assert.Equal(conversation.Select(static one => one.Id), handled.Where(id => userOf[id].Equals(conversation.Key, StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("{}")]
    [InlineData("0,{}")]
    public async Task A_list_of_the_shortest_items_is_handled_one_by_one_and_takes_no_memory_while_it_waits(string items)
    {
        const int Count = 12_000;
        var keys = new ConcurrentDictionary<EventKey, int>();
        var (most, isSettledEarly) = (0, false);
        DispatchRun? running = null;
        await using var run = running = await DispatchRun.StartAsync(
            webhooks => webhooks.On<UnknownMessage>(
                async (UnknownMessage message) =>
                {
                    await release.Task;
                    keys.AddOrUpdate(message.Key, 1, static (_, times) => times + 1);
                    isSettledEarly |= running?.Outcomes.IsDeliverySettled(new(1, 0)) is true;
                    most = Math.Max(most, running?.Lanes.WaitingInMemory ?? 0);
                },
                "desk"),
            services: Limits);
        var body = Wire.Body(Enumerable.Repeat(items, Count / (1 + (items.Length / 3))));
        run.Source.Add(body);
        var expected = WhatsAppPayload.Read(System.Text.Encoding.UTF8.GetBytes(body)).Select(static message => message.Key).ToHashSet();
        await run.UntilAsync(() => run.Lanes.Waiting == expected.Count, "all are known");
        release.SetResult();

        await UntilEmptyAsync(run);

        Assert.True(expected.SetEquals(keys.Keys));
        Assert.All(keys.Values, static times => Assert.Equal(1, times));
        Assert.InRange(most, 1, Portion + LaneLimits.Refill);

        // The delivery as it was first read is used until the garbage collector reclaims it.
        Assert.InRange(run.Source.Rereads, 0, 1);
        Assert.False(isSettledEarly);
        Assert.True(run.Outcomes.IsDeliverySettled(new(1, 0)));
    }

    [Fact]
    public async Task After_a_death_in_the_middle_handled_events_are_skipped_and_the_rest_is_handled()
    {
        var begin = new SemaphoreSlim(60);
        void Handlers(WhatsAppWebhooksBuilder webhooks) => webhooks.On<TextMessage>(
            async (TextMessage message, CancellationToken token) =>
            {
                await begin.WaitAsync(token);
                handled.Enqueue(message.MessageId!);
            },
            "desk");
        await using var before = await DispatchRun.StartAsync(Handlers, services: Limits);
        before.Source.Add(Wire.Body(Enumerable.Range(0, 200).Select(static number => Wire.Message($"{number % 30}", $"m{number:000}"))));
        await before.UntilAsync(() => handled.Count is 60 && before.Lanes.Waiting is 140, "some were handled and settled");
        await before.KillAsync();
        Assert.False(before.Outcomes.IsDeliverySettled(new(1, 0)));

        begin.Release(1_000);
        await using var after = await DispatchRun.StartAsync(Handlers, before, services: Limits);
        await UntilEmptyAsync(after);

        Assert.Equal(200, handled.Count);
        Assert.Equal(200, handled.Distinct(StringComparer.Ordinal).Count());
        Assert.True(after.Outcomes.IsDeliverySettled(new(1, 0)));
    }

    [Fact]
    public async Task Events_that_wait_for_another_attempt_hold_up_neither_the_rest_nor_the_next_large_one()
    {
        var isBroken = true;
        await using var run = await DispatchRun.StartAsync(
            webhooks => webhooks.On<TextMessage>(
                (TextMessage message) =>
                {
                    if (isBroken && message.MessageId!.StartsWith('m'))
                    {
                        throw new InvalidOperationException("secret words");
                    }

                    handled.Enqueue(message.MessageId!);
                },
                "desk"),
            services: Limits);
        run.Source.Add(Wire.Body(Enumerable.Range(0, 100).Select(static number => Wire.Message($"{number}", $"m{number:000}"))));
        run.Source.Add(Wire.Body(Enumerable.Range(0, 100).Select(static number => Wire.Message($"{1000 + number}", $"h{number:000}"))));
        await run.UntilAsync(() => handled.Count is 100 && run.Lanes.Parked is 100, "the second was handled, and the first waits");

        isBroken = false;
        run.Clock.Advance(TimeSpan.FromSeconds(1));
        await UntilEmptyAsync(run);

        Assert.Equal(200, handled.Count);
    }

    [Fact]
    public void A_handled_event_keeps_none_of_those_behind_it_in_memory()
    {
        var lane = new Lane();
        lane.Append(new EventTurn(null, 0));
        lane.Append(new EventTurn(null, 1));

        Assert.Null(lane.RemoveHead().Next);
        Assert.Equal(1, lane.Head!.Ordinal);
    }

    private static async Task UntilEmptyAsync(DispatchRun run)
    {
        await run.UntilIdleAsync();
        Assert.Equal((0, 0, 0), (run.Lanes.Count, run.Lanes.Waiting, run.Lanes.Parked));
        Assert.Equal((0, 0L, 0), (run.Lanes.Memory.Count, run.Lanes.Memory.Bytes, run.Lanes.InHandOfRests));
        Assert.Null(run.Lanes.Open.Oldest);
    }

    private static void Limits(IServiceCollection services) => services.AddSingleton(new LaneLimits { Portion = Portion, PortionLanes = Turns });

    /// <summary>Messages whose id begins with an m wait to be released.</summary>
    private Task<DispatchRun> StartAsync() => DispatchRun.StartAsync(
        webhooks => webhooks.On<TextMessage>(
            async (TextMessage message) =>
            {
                begun.Enqueue(message.MessageId!);

                if (message.MessageId!.StartsWith('m'))
                {
                    await release.Task;
                }

                handled.Enqueue(message.MessageId!);
            },
            "desk"),
        services: Limits,
        settings: ("Dispatch:Concurrency", "100"));
}
