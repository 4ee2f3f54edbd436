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

    /// <returns>Null when there is nothing to take now.</returns>
    Delivery? TryTake();

    /// <summary>Reads a delivery again that was taken and let go to save memory. From any thread, in a durable source only.</summary>
    /// <returns>Null when it cannot be read any more; the source has said so in the log.</returns>
    Delivery? Reread(DeliveryPosition position);

    /// <summary>Why deliveries cannot be read just now, in words for an operator; null when they can.</summary>
    string? Trouble { get; }

    /// <summary>Gives nothing more than what waits already (a durable one: nothing at all).</summary>
    void Close();
}
