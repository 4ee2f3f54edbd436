namespace WebhookReceiver.Inbox;

/// <summary>The outcome of each event. Thread-safe.</summary>
internal interface IOutcomes
{
    /// <summary>
    /// How many events are begun together at most. They share the cost of one write, so a store that is reached over a network wants more of them; and a crash repeats the attempts of
    /// those that were begun.
    /// </summary>
    int BatchSize => 32;

    /// <summary>
    /// Looks up the events of a batch and begins an attempt for those that may be begun. Completes when that has been written, together with everything
    /// recorded before, so that no handler is called without a trace: a process that dies after this leaves an attempt that was begun and has not ended.
    /// </summary>
    /// <param name="events">The requests, which receive their answers. An event appears once per batch, and an event that is in progress in this process is not requested again.</param>
    /// <param name="cancellationToken">Cancels the wait. What has begun by then stays begun.</param>
    /// <exception cref="IOException">The store cannot be reached at the moment, and nothing has begun. A later call may succeed.</exception>
    ValueTask BeginAsync(Memory<EventStart> events, CancellationToken cancellationToken);

    /// <summary>
    /// Records outcomes, all or none as seen after a restart. Completes when they are in effect here; they have been written when <see cref="FlushAsync"/> or
    /// <see cref="BeginAsync"/> next completes. When it throws, the batch may be recorded again: recording is idempotent.
    /// </summary>
    /// <returns>False when another process handles these events now: nothing was recorded, and this process drops them.</returns>
    ValueTask<bool> RecordAsync(OutcomeBatch outcomes, CancellationToken cancellationToken);

    /// <summary>Whether an event was settled within the duplicate window, as far as this process can tell. Begins nothing.</summary>
    async ValueTask<bool> IsSettledAsync(EventId id, byte slot, CancellationToken cancellationToken)
    {
        var starts = new[] { EventStart.First(id, plan: null, isReplay: false, slot) };
        await BeginAsync(starts, cancellationToken);
        return starts[0].Result is EventStartResult.Duplicate;
    }

    /// <summary>Completes when everything recorded so far has been written, so that none of it is lost if the process dies.</summary>
    ValueTask FlushAsync(CancellationToken cancellationToken);
}
