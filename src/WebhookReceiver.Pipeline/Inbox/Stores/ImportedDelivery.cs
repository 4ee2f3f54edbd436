using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Inbox;

/// <summary>A delivery from another store.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="IsSettled">Whether all its events are settled: then only their keys are wanted, so that their repetitions are recognised.</param>
/// <param name="Settled">Of an open delivery, the events that are settled.</param>
internal sealed record ImportedDelivery(Delivery Delivery, bool IsSettled, IReadOnlySet<EventId> Settled);

/// <summary>What was imported.</summary>
/// <param name="Open">Deliveries that are handled from now on.</param>
/// <param name="Settled">Events whose repetitions are recognised.</param>
internal sealed record ImportCounts(long Open, long Settled);
