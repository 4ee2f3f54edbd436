using WebhookReceiver.Deliveries;
using WebhookReceiver.Observation;

namespace WebhookReceiver.Inbox;

/// <summary>Where a delivery is stored safely. This is all the door knows about the store.</summary>
internal interface IInbox
{
    /// <summary>Whether a delivery would be accepted now. A caller may act on false; true is no promise, because <see cref="AcceptAsync"/> decides.</summary>
    bool IsAccepting { get; }

    /// <summary>Why a delivery would be refused now, for an operator; null when it would be accepted.</summary>
    string? WhyNot { get; }

    /// <summary>Its figures at this moment. Read often, so they come from memory.</summary>
    StoreFigures Figures { get; }

    /// <summary>Stores a delivery. Completes when it is as safe as this store makes it; only then may the sender get its 200.</summary>
    /// <returns>False when there is no room: the sender keeps it and retries.</returns>
    ValueTask<bool> AcceptAsync(Delivery delivery);

    /// <summary>Adds details for operators to the response of <c>ready</c>.</summary>
    void Describe(IDictionary<string, object> data);
}
