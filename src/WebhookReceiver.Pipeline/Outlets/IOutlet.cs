namespace WebhookReceiver.Outlets;

/// <summary>
/// A consumer of all events, in batches and in the order of handling, ahead of the handlers. A retried event does not pass it again: its success is recorded under its name, like
/// that of a handler. Called by the turn loop only.
/// </summary>
internal interface IOutlet
{
    /// <summary>The name under which its success is recorded. It never changes, and no handler may have it.</summary>
    string Name { get; }

    /// <summary>Whether the configuration enables it.</summary>
    bool IsOn { get; }

    /// <summary>Opens its target when the service starts.</summary>
    /// <exception cref="IOException">It cannot be opened: the service does not start.</exception>
    void Open();

    /// <summary>
    /// Writes the events of a batch. Completes when they would survive the death of the process. Until then no handler sees them, so an outlet that cannot write holds up all
    /// handling; it retries by itself until it can.
    /// </summary>
    /// <param name="events">The events; at least one.</param>
    /// <param name="stoppingToken">Fires when the service stops and no longer waits for it.</param>
    /// <exception cref="OperationCanceledException">The service stops, and the events are not written.</exception>
    ValueTask WriteAsync(IReadOnlyList<OutletEvent> events, CancellationToken stoppingToken);
}
