using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Inbox;

/// <summary>
/// Receives outcomes one by one: a batch collects them, a store applies them. A method that throws has recorded nothing and may be called again.
/// </summary>
internal interface IOutcomeSink
{
    /// <summary>
    /// The attempt waits for its next handler to have capacity. The next start of the event resumes it and does not count as another attempt.
    /// </summary>
    void AttemptSuspended(EventId id);

    /// <summary>The attempt has ended and the event is not settled.</summary>
    void AttemptEnded(EventId id);

    /// <summary>
    /// A handler's predicate has accepted the event. This must be written before the handler is called, so that the predicate is not evaluated again.
    /// </summary>
    void HandlerWanted(EventId id, string handler);

    /// <summary>A handler's predicate has rejected the event, while other handlers have not finished.</summary>
    void HandlerNotWanted(EventId id, string handler);

    /// <summary>A handler has succeeded for the event, while others have not finished.</summary>
    void HandlerSucceeded(EventId id, string handler);

    /// <summary>A handler failed and will be retried. The type of the exception is for people who look the event up.</summary>
    void HandlerFailed(EventId id, string handler, HandlerFailure failure, string? exceptionType = null);

    /// <summary>A handler will not be called again for an event. A dead letter with an existing id replaces that one.</summary>
    void DeadLettered(DeadLetter deadLetter, ReadOnlyMemory<byte> body);

    void DeadLetterRemoved(Guid deadLetter, DeadLetterRemoval why);

    /// <summary>No handler still wants the event.</summary>
    void EventSettled(EventId id);

    /// <summary>All events of a delivery have been settled, now or before.</summary>
    void DeliverySettled(DeliveryPosition position);

    /// <summary>
    /// Nothing is left to do here for a delivery, but another process handles some of its events now. A store that divides its deliveries settles the part that this process still owns.
    /// </summary>
    void DeliveryLost(DeliveryPosition position)
    {
    }
}
