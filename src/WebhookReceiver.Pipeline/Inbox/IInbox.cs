using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Inbox;

/// <summary>Where a delivery is safe. The door knows no more of the store than this.</summary>
internal interface IInbox
{
    /// <summary>
    /// Whether a delivery would be accepted now. False is an answer to act on, true is no promise: <see cref="AcceptAsync"/> decides.
    /// </summary>
    bool IsAccepting { get; }

    /// <summary>Why a delivery would be refused now, for an operator; null when it would be accepted.</summary>
    string? WhyNot { get; }

    /// <summary>Puts a delivery away. Completes when it is as safe as this store makes it, and only then may the sender be told.</summary>
    /// <returns>False when there is no room: the sender keeps it and comes again.</returns>
    ValueTask<bool> AcceptAsync(Delivery delivery);

    /// <summary>Adds what an operator would like to know to the answer of <c>ready</c>.</summary>
    void Describe(IDictionary<string, object> data);
}
