namespace WebhookReceiver.Inbox;

/// <summary>The outcome of each event. From any thread.</summary>
internal interface IOutcomes
{
    /// <summary>
    /// Looks up the events of a batch and begins an attempt of those that may be begun. Completes when that has been written, and with it everything recorded before, so that
    /// no handler is called without a trace: a process that dies from then on leaves an attempt that was begun and has not ended.
    /// </summary>
    /// <param name="events">The questions, which get their answers. An event stands in a batch once, and one that is in progress in this process is not asked about again.</param>
    /// <param name="cancellationToken">Ends the waiting. What has begun by then has begun.</param>
    /// <exception cref="IOException">The store cannot be reached now, and nothing has begun. A later call may succeed.</exception>
    ValueTask BeginAsync(Memory<EventStart> events, CancellationToken cancellationToken);

    /// <summary>
    /// Records outcomes, all of them or none as far as anybody can see after a restart. Completes when they are in effect here; they have been written when
    /// <see cref="FlushAsync"/> or <see cref="BeginAsync"/> completes next. When it throws, the batch may be recorded again: the same outcome recorded twice is as good as once.
    /// </summary>
    /// <returns>False when another process handles these events now: nothing was recorded, and they are to be dropped here.</returns>
    ValueTask<bool> RecordAsync(OutcomeBatch outcomes, CancellationToken cancellationToken);

    /// <summary>Completes when everything recorded so far has been written, so that the death of the process undoes none of it.</summary>
    ValueTask FlushAsync(CancellationToken cancellationToken);
}
