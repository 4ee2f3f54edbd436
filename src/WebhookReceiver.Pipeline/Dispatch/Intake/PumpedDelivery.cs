using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Dispatch;

/// <summary>A delivery on its way into the lanes, and how many of its events have entered.</summary>
internal sealed class PumpedDelivery(Delivery delivery)
{
    public Delivery Delivery => delivery;

    public DeliveryProgress? Progress { get; set; }

    /// <summary>How many of its events are in their lanes.</summary>
    public int Entered { get; set; }

    /// <summary>How often it failed.</summary>
    public int Failures { get; set; }
}
