namespace WebhookReceiver.Outlets;

/// <summary>
/// A consumer of all events, in batches and in the order of handling, ahead of the handlers. An event that waits for another attempt does not pass it again: its progress is
/// recorded under its name, as a handler's is. Called by the one loop that gives events their turn.
/// </summary>
internal interface IOutlet
{
    /// <summary>What its progress is recorded under. Never changes, and no handler has it.</summary>
    string Name { get; }

    /// <summary>Whether the configuration asks for it.</summary>
    bool IsOn { get; }

    /// <summary>Opens what it writes to, at the start of the service.</summary>
    /// <exception cref="IOException">It cannot be opened: the service does not start.</exception>
    void Open();

    /// <summary>
    /// Writes the events of a batch. Completes when they survive the death of the process; until then no handler sees them, so one that cannot write holds up all handling, and
    /// repeats by itself until it can.
    /// </summary>
    /// <param name="events">The events, never none.</param>
    /// <param name="stoppingToken">Fires when the service stops and does not wait for it any longer.</param>
    /// <exception cref="OperationCanceledException">The service stops, and they are not written.</exception>
    ValueTask WriteAsync(IReadOnlyList<OutletEvent> events, CancellationToken stoppingToken);
}
