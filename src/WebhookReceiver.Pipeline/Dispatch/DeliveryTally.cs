using WebhookReceiver.Inbox;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Counts down the events of a delivery, and holds its body while one of them is kept in memory. When the last is settled the inbox is told that it need not keep the
/// delivery any longer. From any thread.
/// </summary>
internal sealed class DeliveryTally(Delivery delivery, IOutcomes outcomes, HotEvents hot)
{
    private readonly Lock gate = new();

    // One for whoever reads the events: a delivery is not settled before all of them are known.
    private int left = 1;
    private int kept;
    private Delivery? content;

    public DeliveryPosition Position { get; } = delivery.Position;

    /// <summary>The delivery, while one of its events is kept in memory.</summary>
    public Delivery? Content => Volatile.Read(ref content);

    /// <summary>Whether none of its events is kept in memory.</summary>
    public bool IsCold => Content is null;

    public void EventFound() => Interlocked.Increment(ref left);

    /// <summary>An event is settled, or all of them are known.</summary>
    public void CountDown()
    {
        if (Interlocked.Decrement(ref left) is 0)
        {
            outcomes.DeliverySettled(Position);
        }
    }

    /// <summary>Keeps an event of the delivery in memory.</summary>
    public void Heat(Delivery body)
    {
        lock (gate)
        {
            hot.EventEntered();

            if (kept++ is 0)
            {
                content = body;
                hot.BodyEntered(body.Body.Length);
            }
        }
    }

    /// <summary>Keeps an event no longer, and with the last the body.</summary>
    public void Cool()
    {
        lock (gate)
        {
            if (--kept is 0)
            {
                hot.BodyLeft(content!.Body.Length);
                content = null;
            }

            hot.EventLeft();
        }
    }
}
