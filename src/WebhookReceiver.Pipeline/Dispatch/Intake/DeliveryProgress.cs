using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Counts down the events of a delivery, and holds its body while one of them is kept in memory. When the last is settled the inbox need not keep the delivery any longer.
/// From any thread.
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

    /// <summary>The progress of a delivery whose events are being read: one is left for the reader, because it is not settled before all of them are known.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="outcomes">Takes that it is settled.</param>
    /// <param name="open">Counts it meanwhile.</param>
    public DeliveryProgress(Delivery delivery, IOutcomes outcomes, OpenDeliveries open)
        : this(delivery.Position, outcomes, open)
    {
        ReceivedAt = delivery.ReceivedAt;
        CanBeReadAgain = delivery.CanBeReread;
        open.Add(this);
    }

    /// <summary>The progress of a delivery of which one event is left, and that can be read again.</summary>
    public DeliveryProgress(DeliveryPosition position, IOutcomes outcomes, OpenDeliveries open)
    {
        Position = position;
        this.outcomes = outcomes;
        this.open = open;
    }

    public DeliveryPosition Position { get; }

    /// <summary>Whether its events need not be kept in memory while they wait.</summary>
    public bool CanBeReadAgain { get; } = true;

    /// <summary>When it came; null when that was forgotten with its events.</summary>
    public DateTimeOffset? ReceivedAt { get; }

    /// <summary>What does not enter the lanes at once, in a large delivery.</summary>
    public DeliveryRest? Rest { get; set; }

    /// <summary>The neighbours in the order in which they were taken; used by <see cref="OpenDeliveries"/>.</summary>
    public DeliveryProgress? Before { get; set; }

    public DeliveryProgress? After { get; set; }

    /// <summary>The delivery, while one of its events is kept in memory.</summary>
    public Delivery? Content => Volatile.Read(ref content);

    /// <summary>Whether none of its events is kept in memory.</summary>
    public bool IsEvicted => Content is null;

    /// <summary>Whether one event is left, and its reader has finished.</summary>
    public bool IsLast => Volatile.Read(ref left) is 1;

    public void EventsFound(int count = 1) => Interlocked.Add(ref left, count);

    /// <summary>Events were found and could not be put anywhere: they will be found again.</summary>
    public void EventsLost(int count = 1) => Interlocked.Add(ref left, -count);

    /// <summary>An event is settled, or all of them are known.</summary>
    public async ValueTask CountDownAsync()
    {
        if (Interlocked.Decrement(ref left) is not 0)
        {
            return;
        }

        if (!Volatile.Read(ref isLost))
        {
            var batch = OutcomeBatch.Rent();

            try
            {
                batch.DeliverySettled(Position);
                await outcomes.RecordAsync(batch, CancellationToken.None);
            }
            catch
            {
                // Nothing was recorded, so whoever counted counts again.
                Interlocked.Increment(ref left);
                throw;
            }
            finally
            {
                OutcomeBatch.Return(batch);
            }
        }

        open.Remove(this);
    }

    /// <summary>Another process handles one of its events now: this one must not call the delivery settled.</summary>
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

    /// <summary>Keeps an event no longer, and with the last the body.</summary>
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
