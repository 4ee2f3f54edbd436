using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Inbox;

/// <summary>What a store is searched for. It decides; a store may leave out what it knows cannot hold it.</summary>
internal interface IStoreSearch
{
    /// <summary>Whether an event of the delivery holds it.</summary>
    bool IsIn(Delivery delivery);

    /// <summary>Whether a record of outcomes holds it.</summary>
    bool IsIn(ReadOnlySpan<byte> record);
}
