using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Inbox;

/// <summary>The worker's source of deliveries, in the order in which they were accepted. Single reader.</summary>
internal interface IDeliverySource
{
    /// <summary>How many are queued in memory.</summary>
    int Count { get; }

    /// <summary>Completes when recovery has finished and deliveries may be taken; false when the source is closed.</summary>
    ValueTask<bool> OpenedAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Takes the next deliveries this process may handle, in the order in which they were accepted; waits until there is one. An unreadable delivery
    /// (<see cref="Delivery.IsUnreadable"/>) is returned in its place in the order like any other, once per process run until it is settled.
    /// </summary>
    /// <param name="taken">Receives the deliveries.</param>
    /// <param name="atMost">The maximum count. The caller holds what it takes, so this bounds memory.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>False when the source is closed and nothing more will come.</returns>
    ValueTask<bool> TakeAsync(ICollection<Delivery> taken, int atMost, CancellationToken cancellationToken);

    /// <summary>
    /// Rereads a delivery that was taken and then evicted to save memory. Thread-safe; only for deliveries with <see cref="Delivery.CanBeReread"/>.
    /// </summary>
    /// <returns>
    /// Null only when no later attempt can succeed: a checksum proves its bytes damaged, they are not a delivery, or its file is no longer part of the store.
    /// </returns>
    /// <exception cref="IOException">It cannot be read at the moment. A later attempt may succeed.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied at the moment. A later attempt may succeed.</exception>
    ValueTask<Delivery?> RereadAsync(DeliveryPosition position, CancellationToken cancellationToken);

    /// <summary>
    /// Receives what identifies the events of a delivery that was taken, once for each, in the order of taking, so that a store can find them without reading them again.
    /// </summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="terms">Its <see cref="SearchTerms"/>; none when not all are known.</param>
    void Entered(Delivery delivery, ReadOnlySpan<ulong> terms)
    {
    }

    /// <summary>Why deliveries cannot be read at the moment; null when they can. Thread-safe.</summary>
    ReadTrouble? Trouble { get; }

    /// <summary>Called when nothing is being handled: releases the memory that reading took, if it was much.</summary>
    void GiveBackMemory();

    /// <summary>Hands out no further deliveries.</summary>
    /// <returns>
    /// True when the store keeps what was accepted and is not settled, so the process may end: nothing more is handed out. False when it exists nowhere else:
    /// what is queued is still handed out and must be handled before the process ends.
    /// </returns>
    bool Close();
}
