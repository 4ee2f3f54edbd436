namespace WebhookReceiver.Inbox;

/// <summary>
/// What became of each event. The methods take effect in memory at once, from any thread; <see cref="FlushAsync"/> tells when the operating system has it,
/// so that the death of the process undoes none of it.
/// </summary>
internal interface IOutcomes
{
    /// <summary>Whether the event came to its end inside <c>Inbox:DuplicateWindowDays</c>: whoever brings it again brings a duplicate.</summary>
    bool IsSettled(EventId id);

    /// <summary>How far the handling of an event has come; null when none has been started, or it has come to its end.</summary>
    EventProgress? ProgressOf(EventId id);

    /// <summary>A handling begins. Must be with the operating system before a handler is called, or a crash would hide the attempt.</summary>
    void EventStarted(EventId id);

    /// <summary>A handler is through with the event, while others are not.</summary>
    void HandlerSucceeded(EventId id, string handler);

    /// <summary>A handler failed and is to be called again.</summary>
    void HandlerFailed(EventId id, string handler, HandlerFailure failure);

    /// <summary>A handler will not be called again for an event. A letter with the id of another takes its place.</summary>
    void DeadLettered(DeadLetter letter, ReadOnlyMemory<byte> body);

    void DeadLetterRemoved(Guid letter, DeadLetterRemoval why);

    /// <summary>No handler is left that wants the event.</summary>
    void EventSettled(EventId id);

    /// <summary>All events of a delivery have been settled, now or before.</summary>
    void DeliverySettled(DeliveryPosition position);

    /// <summary>Completes when all that was said so far is with the operating system.</summary>
    ValueTask FlushAsync();
}
