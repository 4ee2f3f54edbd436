using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Inbox;

/// <summary>A delivery as a store keeps it.</summary>
/// <param name="Number">The store's number of it. A later one is larger, and it can be asked for by it; nothing is computed with it.</param>
/// <param name="Delivery">The delivery.</param>
/// <param name="IsSettled">Whether all of it was handled or became a dead letter.</param>
internal sealed record StoredDelivery(long Number, Delivery Delivery, bool IsSettled);
