using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Inbox;

/// <summary>
/// The outcome of each event. The methods take effect in memory at once, from any thread; when <see cref="FlushAsync"/> completes, all of it has been written, so that
/// the death of the process undoes none of it. A method that throws has recorded nothing, and may be called again.
/// </summary>
internal interface IOutcomes
{
    /// <summary>How long ago the event was settled; null when it was not inside <c>Inbox:DuplicateWindowDays</c>. If it comes again inside of it, that is a duplicate.</summary>
    TimeSpan? SettledFor(EventId id);

    /// <summary>How far the handling of an event has come; null when none was begun, or the event is settled.</summary>
    EventProgress? ProgressOf(EventId id);

    /// <summary>An attempt begins, or one that was suspended goes on. Must be written before a handler is called, or a crash would hide the attempt.</summary>
    /// <returns>The number of the attempt, from 1.</returns>
    int EventStarted(EventId id, HandlerPlan plan);

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

    /// <summary>Completes when all that was recorded so far has been written.</summary>
    ValueTask FlushAsync();
}
