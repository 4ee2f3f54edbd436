using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Inbox;

/// <summary>What a store is searched for. The search decides what matches; a store may skip what it knows cannot match.</summary>
internal interface IStoreSearch
{
    /// <summary>Whether an event of the delivery matches.</summary>
    bool IsIn(Delivery delivery);

    /// <summary>Whether a record of outcomes matches.</summary>
    bool IsIn(ReadOnlySpan<byte> record);
}
