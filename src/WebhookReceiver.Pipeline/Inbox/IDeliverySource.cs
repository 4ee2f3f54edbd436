using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Inbox;

/// <summary>Where the worker gets deliveries from, in the order in which they were accepted. One reader.</summary>
internal interface IDeliverySource
{
    /// <summary>How many wait in memory.</summary>
    int Count { get; }

    /// <summary>Completes when recovery has ended and deliveries may be taken; false when the source is closed.</summary>
    ValueTask<bool> OpenedAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Takes the next deliveries this process may handle, in the order in which they were accepted; waits until there is one. One that <see cref="Delivery.IsUnreadable"/> comes
    /// in its place in the order like any other, once in each life until it is settled.
    /// </summary>
    /// <param name="taken">Gets them.</param>
    /// <param name="atMost">How many at most. What is taken is in the hands of the caller, so this bounds what is in memory.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>False when the source is closed and nothing will come any more.</returns>
    ValueTask<bool> TakeAsync(ICollection<Delivery> taken, int atMost, CancellationToken cancellationToken);

    /// <summary>Reads a delivery again that was taken and evicted to save memory. From any thread, and only one that <see cref="Delivery.CanBeReread"/>.</summary>
    /// <returns>Null only when no later try can succeed: a checksum proves its bytes damaged, or they are no delivery, or its file is no part of the store any more.</returns>
    /// <exception cref="IOException">It cannot be read now. A later try may succeed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read now. A later try may succeed.</exception>
    ValueTask<Delivery?> RereadAsync(DeliveryPosition position, CancellationToken cancellationToken);

    /// <summary>Why deliveries cannot be read just now; null when they can. From any thread.</summary>
    ReadTrouble? Trouble { get; }

    /// <summary>For when nothing is handled at the moment: gives back the memory that reading took, if that was much.</summary>
    void GiveBackMemory();

    /// <summary>Begins no further delivery.</summary>
    /// <returns>
    /// True when the store keeps what was accepted and is not settled, so that the process may end: then nothing more is given. False when it is nowhere else: then what waits is
    /// given, and is to be handled before the process ends.
    /// </returns>
    bool Close();
}
