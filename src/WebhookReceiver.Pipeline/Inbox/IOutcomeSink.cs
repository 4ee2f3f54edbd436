using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Inbox;

/// <summary>Takes outcomes one by one: a batch collects them, a store applies them. A method that throws has recorded nothing, and may be called again.</summary>
internal interface IOutcomeSink
{
    /// <summary>The attempt has to wait for a place at its next handler. The next start of the event goes on with it, and does not count as another one.</summary>
    void AttemptSuspended(EventId id);

    /// <summary>The attempt has ended, and the event is not settled.</summary>
    void AttemptEnded(EventId id);

    /// <summary>The predicate of a handler has accepted the event. Must be written before the handler is called, so that it is not asked again.</summary>
    void HandlerWanted(EventId id, string handler);

    /// <summary>The predicate of a handler has refused the event, while other handlers have not finished.</summary>
    void HandlerNotWanted(EventId id, string handler);

    /// <summary>A handler has finished with the event, while others have not.</summary>
    void HandlerSucceeded(EventId id, string handler);

    /// <summary>A handler failed and is to be called again.</summary>
    void HandlerFailed(EventId id, string handler, HandlerFailure failure);

    /// <summary>A handler will not be called again for an event. A dead letter with the id of another takes its place.</summary>
    void DeadLettered(DeadLetter letter, ReadOnlyMemory<byte> body);

    void DeadLetterRemoved(Guid letter, DeadLetterRemoval why);

    /// <summary>No handler is left that wants the event.</summary>
    void EventSettled(EventId id);

    /// <summary>All events of a delivery have been settled, now or before.</summary>
    void DeliverySettled(DeliveryPosition position);
}
