using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Inbox;

/// <summary>A delivery as a store keeps it.</summary>
/// <param name="Number">The store's number for it. Later deliveries have larger numbers, and a delivery can be requested by number; callers do no arithmetic with it.</param>
/// <param name="Delivery">The delivery.</param>
/// <param name="IsSettled">Whether all its events have been handled or became dead letters.</param>
internal sealed record StoredDelivery(long Number, Delivery Delivery, bool IsSettled);
