using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Postgres.Tests.Harness;

/// <summary>What the dispatcher does with an instance, reduced to one event after another: take, begin, record.</summary>
internal static class Handling
{
    public static readonly HandlerPlan Plan = new([new PlannedHandler("desk", IsConditional: false)], []);

    /// <summary>Far longer than anything takes on a busy machine: what never happens fails its test instead of holding up all of them.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Takes deliveries until an instance has handed out this many events of its slots.</summary>
    public static async Task<List<(Delivery Delivery, EventId Id, byte Slot, string Text)>> TakeAsync(this Instance instance, int events, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var taken = new List<Delivery>();
        var found = new List<(Delivery, EventId, byte, string)>();

        while (found.Count < events)
        {
            taken.Clear();
            await instance.Source.TakeAsync(taken, 1, patience.Token);
            found.AddRange(taken.SelectMany(static delivery => Bodies.EventsOf(delivery).Select(one => (delivery, one.Id, one.Slot, one.Text))));
        }

        return found;
    }

    public static async Task<EventStart> BeginAsync(this Instance instance, EventId id, byte slot)
    {
        EventStart[] starts = [EventStart.First(id, Plan, isReplay: false, slot)];
        await instance.Outcomes.BeginAsync(starts, CancellationToken.None);
        return starts[0];
    }

    public static async Task<bool> SettleAsync(this Instance instance, EventId id, byte slot, DeliveryPosition? position = null)
    {
        var batch = new OutcomeBatch { Slot = slot };
        batch.EventSettled(id);

        if (position is { } one)
        {
            batch.DeliverySettled(one);
        }

        return await instance.Outcomes.RecordAsync(batch, CancellationToken.None);
    }

    /// <summary>Waits until a condition on the instances holds; looks again after every poll of theirs.</summary>
    public static async Task UntilAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);

        while (!condition())
        {
            await Task.Delay(20, patience.Token);
        }
    }
}
