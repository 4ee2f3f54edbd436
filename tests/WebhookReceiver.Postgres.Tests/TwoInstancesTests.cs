using WebhookReceiver.Inbox;
using WebhookReceiver.Postgres.Tests.Harness;
using Xunit;

namespace WebhookReceiver.Postgres.Tests;

/// <summary>Two instances share the slots, and each event has one owner at a time.</summary>
public sealed class TwoInstancesTests(PostgresServer server) : IAsyncDisposable
{
    private readonly string schema = server.NewSchema();
    private readonly List<Instance> instances = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in instances)
        {
            await instance.DisposeAsync();
        }

        await server.ExecuteAsync($"drop schema if exists {schema} cascade");
    }

    [Fact]
    public async Task The_second_instance_gets_its_share_and_everything_when_the_first_stops()
    {
        var first = await StartAsync();
        Assert.Equal(256, Owned(first));
        var second = await StartAsync();
        await ShareAsync(first, second);
        Assert.InRange(Owned(first), 64, 192);

        await first.Inbox.StopAsync(Token);
        await Handling.UntilAsync(() => Owned(second) is 256, Token);
    }

    [Fact]
    public async Task Every_event_of_a_delivery_for_both_is_handed_out_by_exactly_one()
    {
        var (first, second) = await StartTwoAsync();
        var users = Enumerable.Range(1, 40).Select(static number => $"1555{number:D7}").ToArray();
        await first.AcceptAsync(Bodies.Of("m", users));
        var mine = users.Count(user => first.Slots[Bodies.SlotOf(user)].Hold is SlotHold.Owned);

        var ids = (await first.TakeAsync(mine, Token)).Concat(await second.TakeAsync(users.Length - mine, Token)).Select(static one => one.Id).ToList();

        Assert.Equal(users.Length, ids.Distinct().Count());
        Assert.Equal(users.Length, ids.Count);
    }

    [Fact]
    public async Task A_delivery_is_settled_only_when_both_have_settled_their_part()
    {
        var (first, second) = await StartTwoAsync();
        var users = new[] { UserOf(first), UserOf(second) };
        await first.AcceptAsync(Bodies.Of("m", users));
        await SettleAllAsync(first, 1);
        Assert.Equal(1, (await first.Operations.StatusAsync(Token)).Open);

        await SettleAllAsync(second, 1);

        Assert.Equal(0, (await first.Operations.StatusAsync(Token)).Open);
        var status = await second.Operations.StatusAsync(Token);
        Assert.Equal([Owned(first), Owned(second)], status.Instances!.Select(static one => one.Slots));
    }

    [Fact]
    public async Task A_duplicate_that_another_instance_accepted_is_recognised()
    {
        var (first, second) = await StartTwoAsync();
        var user = UserOf(first);
        await first.AcceptAsync(Bodies.Of("m", user));
        await second.AcceptAsync(Bodies.Of("m", user));
        var taken = await first.TakeAsync(2, Token);
        Assert.Equal(taken[0].Id, taken[1].Id);

        Assert.Equal(EventStartResult.Begun, (await first.BeginAsync(taken[0].Id, taken[0].Slot)).Result);
        await first.SettleAsync(taken[0].Id, taken[0].Slot);

        Assert.Equal(EventStartResult.Duplicate, (await first.BeginAsync(taken[1].Id, taken[1].Slot)).Result);
    }

    [Fact]
    public async Task Events_of_a_conversation_accepted_by_both_come_in_the_order_of_acceptance()
    {
        const int Count = 200;
        var (first, second) = await StartTwoAsync();
        var user = UserOf(first);
        var taking = first.TakeAsync(Count, Token);

        for (var number = 0; number < Count; number++)
        {
            Assert.True(await (number % 2 is 0 ? second : first).AcceptAsync(Bodies.Of($"{number}", user)));
        }

        Assert.Equal(Enumerable.Range(0, Count).Select(static number => $"{number}"), (await taking).Select(static one => one.Text));
    }

    [Fact]
    public async Task The_slots_of_a_dead_instance_are_taken_over_with_what_it_left_open()
    {
        var (first, second) = await StartTwoAsync();
        var user = UserOf(first);
        await first.AcceptAsync(Bodies.Of("a", user));
        await first.AcceptAsync(Bodies.Of("b", user));
        var taken = await first.TakeAsync(2, Token);
        await first.BeginAsync(taken[0].Id, taken[0].Slot);
        await first.SettleAsync(taken[0].Id, taken[0].Slot, taken[0].Delivery.Position);
        await first.BeginAsync(taken[1].Id, taken[1].Slot);
        await first.KillAsync();
        await second.AcceptAsync(Bodies.Of("c", user));
        await EndLeaseAsync(first);

        var left = await second.TakeAsync(3, Token);

        Assert.Equal(["a", "b", "c"], left.Select(static one => one.Text));
        Assert.Equal(EventStartResult.Duplicate, (await second.BeginAsync(left[0].Id, left[0].Slot)).Result);
        var died = await second.BeginAsync(left[1].Id, left[1].Slot);
        Assert.Equal((EventStartResult.Known, 1), (died.Result, died.Progress!.Deaths));
        Assert.Equal(EventStartResult.Begun, (await second.BeginAsync(left[2].Id, left[2].Slot)).Result);
    }

    [Fact]
    public async Task An_instance_that_was_taken_for_dead_is_refused_all_it_writes()
    {
        var (first, second) = await StartTwoAsync();
        var user = UserOf(first);
        var slot = Bodies.SlotOf(user);
        await first.AcceptAsync(Bodies.Of("a", user));
        var taken = await first.TakeAsync(1, Token);
        var begun = await first.BeginAsync(taken[0].Id, slot);
        await first.KillAsync();
        await EndLeaseAsync(first);
        await Handling.UntilAsync(() => Owned(second) is 256, Token);

        // It does not know yet, so it records; what it wrote is refused when it is written.
        await first.SettleAsync(taken[0].Id, slot, taken[0].Delivery.Position);
        await first.Outcomes.WriteAsync(Token);

        Assert.Equal(SlotHold.No, first.Slots[slot].Hold);
        Assert.Equal(EventStartResult.NotOwned, (await first.BeginAsync(taken[0].Id, slot)).Result);
        var left = await second.TakeAsync(1, Token);
        var known = await second.BeginAsync(left[0].Id, slot);
        Assert.Equal((taken[0].Id, EventStartResult.Known), (left[0].Id, known.Result));
        EventStart[] again = [EventStart.Again(left[0].Id, Handling.Plan, slot)];
        await second.Outcomes.BeginAsync(again, Token);
        Assert.True(again[0].Epoch > begun.Epoch);
    }

    [Fact]
    public async Task An_instance_without_a_fresh_lease_begins_nothing()
    {
        var first = await StartAsync();
        await first.KillAsync();
        var user = UserOf(first);
        await Task.Delay(Ownership.Fresh + TimeSpan.FromMilliseconds(100), Token);

        await Assert.ThrowsAsync<IOException>(() => first.BeginAsync(new EventId(1), Bodies.SlotOf(user)));
    }

    [Fact]
    public async Task Dead_letters_are_seen_everywhere_and_replayed_by_the_owner()
    {
        var (first, second) = await StartTwoAsync();
        var slot = Bodies.SlotOf(UserOf(first));
        var letter = Letters.Of("desk");
        var batch = new OutcomeBatch { Slot = slot };
        batch.DeadLettered(letter, "{}"u8.ToArray());
        await first.Outcomes.RecordAsync(batch, Token);
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        first.DeadLetters.WhenReplaysWait(() => waiting.TrySetResult());

        Assert.Equal(letter.Id, Assert.Single(await second.DeadLetters.AfterAsync(null, 10, cancellationToken: Token)).Id);
        await second.Outcomes.RecordAsync(marks => marks.DeadLettered(letter.Marked(), "{}"u8.ToArray()));
        await waiting.Task.WaitAsync(Token);

        Assert.Empty(await second.DeadLetters.ReplayingAfterAsync(null, 10, cancellationToken: Token));
        Assert.Equal([letter.Id], await first.DeadLetters.ReplayingAfterAsync(null, 10, cancellationToken: Token));
    }

    private async Task<Instance> StartAsync()
    {
        var instance = await Instance.StartAsync(server.ConnectionString(), schema);
        instances.Add(instance);
        return instance;
    }

    private async Task<(Instance First, Instance Second)> StartTwoAsync()
    {
        var (first, second) = (await StartAsync(), await StartAsync());
        await ShareAsync(first, second);
        return (first, second);
    }

    private static Task ShareAsync(Instance first, Instance second) => Handling.UntilAsync(() => Owned(second) > 0 && Owned(first) + Owned(second) is 256, Token);

    private static int Owned(Instance instance) => instance.Slots.Held(SlotHold.Owned).Length;

    /// <summary>A user whose conversation the instance owns.</summary>
    private static string UserOf(Instance instance) =>
        Enumerable.Range(1, 1000).Select(static number => $"1555{number:D7}").First(user => instance.Slots[Bodies.SlotOf(user)].Hold is SlotHold.Owned);

    private Task EndLeaseAsync(Instance instance) => server.ExecuteAsync($"update {schema}.instance set lease_until = clock_timestamp() where id = {instance.Ownership.Id}");

    private static async Task SettleAllAsync(Instance instance, int events)
    {
        foreach (var (delivery, id, slot, _) in await instance.TakeAsync(events, Token))
        {
            await instance.BeginAsync(id, slot);
            await instance.SettleAsync(id, slot, delivery.Position);
        }

        await instance.Outcomes.FlushAsync(Token);
    }
}
