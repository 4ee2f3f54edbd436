using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Counts the open events of a delivery, and holds its body while one of them is kept in memory. When the last event is settled, it reports the delivery as settled to the inbox.
/// Thread-safe.
/// </summary>
internal sealed class DeliveryProgress
{
    private readonly Lock gate = new();
    private readonly IOutcomes outcomes;
    private readonly OpenDeliveries open;
    private int left = 1;
    private int kept;
    private Delivery? content;
    private bool isLost;

    /// <summary>Progress of a delivery whose events are being read. The reader counts as one open event, so that the delivery is not settled before all events are known.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="outcomes">Where the delivery is recorded as settled.</param>
    /// <param name="open">The list of open deliveries, to which it belongs until then.</param>
    public DeliveryProgress(Delivery delivery, IOutcomes outcomes, OpenDeliveries open)
        : this(delivery.Position, outcomes, open)
    {
        ReceivedAt = delivery.ReceivedAt;
        CanBeReadAgain = delivery.CanBeReread;
        open.Add(this);
    }

    /// <summary>Progress of a delivery that has one open event and can be read again.</summary>
    public DeliveryProgress(DeliveryPosition position, IOutcomes outcomes, OpenDeliveries open)
    {
        Position = position;
        this.outcomes = outcomes;
        this.open = open;
    }

    public DeliveryPosition Position { get; }

    /// <summary>Whether the delivery can be read again, so that waiting events need not be kept in memory.</summary>
    public bool CanBeReadAgain { get; } = true;

    /// <summary>When it was received; null after its events were packed.</summary>
    public DateTimeOffset? ReceivedAt { get; }

    /// <summary>The events of a large delivery after its first portion.</summary>
    public DeliveryRest? Rest { get; set; }

    /// <summary>The neighbours in the order of taking; used by <see cref="OpenDeliveries"/>.</summary>
    public DeliveryProgress? Before { get; set; }

    public DeliveryProgress? After { get; set; }

    /// <summary>The delivery, while one of its events is kept in memory.</summary>
    public Delivery? Content => Volatile.Read(ref content);

    /// <summary>Whether none of its events is kept in memory.</summary>
    public bool IsEvicted => Content is null;

    /// <summary>Whether one event is open and the reader has finished.</summary>
    public bool IsLast => Volatile.Read(ref left) is 1;

    public void EventsFound(int count = 1) => Interlocked.Add(ref left, count);

    /// <summary>Takes back <see cref="EventsFound"/> for events that could not be put into a lane: they will be found again.</summary>
    public void EventsLost(int count = 1) => Interlocked.Add(ref left, -count);

    /// <summary>Counts one event as settled, or the reader as finished.</summary>
    public async ValueTask CountDownAsync()
    {
        if (Interlocked.Decrement(ref left) is not 0)
        {
            return;
        }

        var batch = OutcomeBatch.Rent();

        try
        {
            if (Volatile.Read(ref isLost))
            {
                batch.DeliveryLost(Position);
            }
            else
            {
                batch.DeliverySettled(Position);
            }

            await outcomes.RecordAsync(batch, CancellationToken.None);
        }
        catch
        {
            // Nothing was recorded, so the caller will count again.
            Interlocked.Increment(ref left);
            throw;
        }
        finally
        {
            OutcomeBatch.Return(batch);
        }

        open.Remove(this);
    }

    /// <summary>Another process handles one of its events now: this process must not settle the delivery.</summary>
    public void Lose() => Volatile.Write(ref isLost, value: true);

    /// <summary>Keeps an event of the delivery in memory.</summary>
    public void Keep(Delivery body)
    {
        lock (gate)
        {
            open.Memory.EventEntered();

            if (kept++ is 0)
            {
                content = body;
                open.Memory.BodyEntered(body.Body.Length);
            }
        }
    }

    /// <summary>Releases an event from memory, and the body with the last one.</summary>
    public void Release()
    {
        lock (gate)
        {
            if (--kept is 0)
            {
                open.Memory.BodyLeft(content!.Body.Length);
                content = null;
            }

            open.Memory.EventLeft();
        }
    }
}
