using System.Diagnostics;
using System.Text;
using WebhookReceiver.Deliveries;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.Contract;

/// <content>Deliveries: accepted, taken in order, read again, and refused when there is no room.</content>
public abstract partial class StoreContract
{
    [Fact]
    public async Task Deliveries_are_taken_in_the_order_in_which_they_were_accepted()
    {
        await using var store = await OpenAsync();
        var sent = Enumerable.Range(0, 50).Select(static number => $"{number}").ToList();

        foreach (var body in sent)
        {
            Assert.True(await store.AcceptAsync(body));
        }

        Assert.Equal(sent, await TakeAsync(store, sent.Count));
    }

    [Fact]
    public async Task No_more_deliveries_are_taken_than_requested()
    {
        await using var store = await OpenAsync();
        await store.AcceptAsync("a");
        await store.AcceptAsync("b");
        await store.AcceptAsync("c");
        var taken = new List<Delivery>();

        Assert.True(await store.Source.TakeAsync(taken, atMost: 2, Token));
        Assert.Equal(["a", "b"], taken.Select(BodyOf));
        Assert.True(await store.Source.TakeAsync(taken, atMost: 2, Token));
        Assert.Equal(["a", "b", "c"], taken.Select(BodyOf));
    }

    [Fact]
    public async Task Taking_waits_for_a_delivery_and_can_be_cancelled()
    {
        await using var store = await OpenAsync();
        using var cancelling = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var taken = new List<Delivery>();
        var cancelled = store.Source.TakeAsync(taken, atMost: 1, cancelling.Token).AsTask();
        Assert.False(cancelled.IsCompleted);
        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

        var waiting = store.Source.TakeAsync(taken, atMost: 1, Token).AsTask();
        await store.AcceptAsync("a");

        Assert.True(await waiting);
        Assert.Equal("a", BodyOf(Assert.Single(taken)));
    }

    [Fact]
    public async Task A_reread_delivery_equals_the_original()
    {
        await using var store = await OpenAsync();
        await store.AcceptAsync("a");
        var taken = new List<Delivery>();
        await store.Source.TakeAsync(taken, atMost: 1, Token);
        Assert.Equal(store.OutlivesTheProcess, taken[0].CanBeReread);

        if (taken[0].CanBeReread)
        {
            var again = await store.Source.RereadAsync(taken[0].Position, Token);
            Assert.Equal((taken[0].Id, taken[0].Endpoint, "a", taken[0].Position), (again!.Id, again.Endpoint, BodyOf(again), again.Position));
        }
    }

    [Fact]
    public async Task The_trace_of_a_delivery_stays_with_it_and_is_not_that_of_its_neighbours()
    {
        var trace = new DeliveryTrace(new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, isRemote: true));
        await using var store = await OpenAsync();
        await Task.WhenAll(store.AcceptAsync("before"), store.AcceptAsync("traced", trace), store.AcceptAsync("after"));

        if (store.OutlivesTheProcess)
        {
            await store.KillAndReopenAsync();
        }

        var taken = new List<Delivery>();

        while (taken.Count < 3)
        {
            await store.Source.TakeAsync(taken, atMost: 3, Token);
        }

        Assert.Equal([trace.Context], taken.Where(static delivery => delivery.Trace is not null).Select(static delivery => delivery.Trace!.Context));
        var traced = taken.Single(static delivery => BodyOf(delivery) is "traced");
        Assert.NotNull(traced.Trace);

        if (traced.CanBeReread)
        {
            Assert.Equal(trace.Context, (await store.Source.RereadAsync(traced.Position, Token))!.Trace!.Context);
        }
    }

    [Fact]
    public async Task A_store_without_room_refuses_and_reports_it()
    {
        await using var store = await OpenAsync();
        Assert.True(store.Inbox.IsAccepting);
        await store.FillAsync();

        Assert.False(await store.AcceptAsync("late"));
        Assert.False(store.Inbox.IsAccepting);
        Assert.NotNull(store.Inbox.WhyNot);
    }

    [Fact]
    public async Task A_closed_store_hands_out_only_deliveries_that_exist_nowhere_else()
    {
        await using var store = await OpenAsync();
        await store.AcceptAsync("a");

        Assert.Equal(store.OutlivesTheProcess, store.Source.Close());

        var taken = new List<Delivery>();
        Assert.Equal(!store.OutlivesTheProcess, await store.Source.TakeAsync(taken, atMost: 10, Token));
        Assert.Equal(store.OutlivesTheProcess ? 0 : 1, taken.Count);
        Assert.False(await store.Source.TakeAsync(taken, atMost: 10, Token));
    }

    [Fact]
    public async Task Unsettled_deliveries_return_after_a_restart_and_settled_ones_do_not()
    {
        await using var store = await OpenAsync();
        await store.AcceptAsync("a");
        await store.AcceptAsync("b");
        await store.AcceptAsync("c");
        var taken = new List<Delivery>();
        await store.Source.TakeAsync(taken, atMost: 3, Token);
        await store.RecordAsync(batch => batch.DeliverySettled(taken[1].Position));
        await store.Outcomes.FlushAsync(Token);
        await store.KillAndReopenAsync();

        Assert.Equal(store.OutlivesTheProcess ? ["a", "c"] : [], await TakeAllAsync(store));
    }

    private static string BodyOf(Delivery delivery) => Encoding.UTF8.GetString(delivery.Body.Span);

    private static async Task<List<string>> TakeAsync(StoreUnderTest store, int count)
    {
        var taken = new List<Delivery>();

        while (taken.Count < count)
        {
            await store.Source.TakeAsync(taken, atMost: 7, Token);
        }

        return [.. taken.Select(BodyOf)];
    }

    private static async Task<List<string>> TakeAllAsync(StoreUnderTest store)
    {
        await store.AcceptAsync("last");
        var taken = new List<string>();

        while (taken is not [.., "last"])
        {
            taken.AddRange(await TakeAsync(store, 1));
        }

        return taken[..^1];
    }
}
