using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Inbox;

/// <summary>Where the worker gets deliveries from, in the order in which they were accepted. One reader.</summary>
internal interface IDeliverySource
{
    /// <summary>
    /// Whether deliveries stay safe when the process ends. Then stopping need not wait until all are handled, and one that was taken can be read again.
    /// </summary>
    bool IsDurable { get; }

    /// <summary>How many wait in memory, and how many bytes they have.</summary>
    int Count { get; }

    /// <summary>Waits until there may be something to take; false when the source is closed and nothing will come any more.</summary>
    ValueTask<bool> WaitAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Takes the next delivery. One that <see cref="Delivery.IsUnreadable"/> comes in its place in the order like any other, once in each life until it is settled.
    /// </summary>
    /// <returns>Null when there is nothing to take now.</returns>
    Delivery? TryTake();

    /// <summary>Reads a delivery again that was taken and evicted to save memory. From any thread, in a durable source only.</summary>
    /// <returns>Null only when no later try can succeed: a checksum proves its bytes damaged, or they are no delivery, or its file is no part of the store any more.</returns>
    /// <exception cref="IOException">It cannot be read now. A later try may succeed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read now. A later try may succeed.</exception>
    Delivery? Reread(DeliveryPosition position);

    /// <summary>Why deliveries cannot be read just now; null when they can. From any thread.</summary>
    ReadTrouble? Trouble { get; }

    /// <summary>For when nothing is handled at the moment: gives back the memory that reading took, if that was much.</summary>
    void GiveBackMemory();

    /// <summary>Gives nothing more than what waits already (a durable one: nothing at all).</summary>
    void Close();
}
