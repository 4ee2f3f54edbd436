using WebhookReceiver.Deliveries;
using WebhookReceiver.Observation;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// How old events are when they arrive. A new event is a second old or two; Meta repeats what it could not deliver, so events that arrive late show that deliveries were refused or did not get through. Thread-safe.
/// </summary>
internal sealed class Arrivals(ReceiverMetrics metrics, TimeProvider clock)
{
    /// <summary>From this age on an event is late. Meta's first repetitions come within minutes.</summary>
    public static readonly TimeSpan LateAfter = TimeSpan.FromMinutes(10);

    /// <summary>What was received longer ago was left by an earlier run, and arrived then.</summary>
    private static readonly TimeSpan Recently = TimeSpan.FromMinutes(10);

    private long late;

    /// <summary>How many events have arrived late since the start.</summary>
    public long Late => Interlocked.Read(ref late);

    public void Add(Delivery delivery, WhatsAppEvent message)
    {
        if (EventAge.Of(message, delivery.ReceivedAt) is not { } age)
        {
            return;
        }

        metrics.EventArrived(delivery.Endpoint, age);

        if (age > LateAfter && clock.GetUtcNow() - delivery.ReceivedAt < Recently)
        {
            Interlocked.Increment(ref late);
        }
    }
}
