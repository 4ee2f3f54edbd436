using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Postgres;

/// <summary>A delivery on its way to the database, and the door that waits for it.</summary>
internal sealed class PendingDelivery(Delivery delivery, DeliveryContents contents, long since)
{
    // Asynchronously, because the door's code must not run on the loop that stores the next batch.
    private readonly TaskCompletionSource<bool> done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Delivery Delivery => delivery;

    /// <summary>The slots of its events, and the terms by which they are found.</summary>
    public DeliveryContents Contents => contents;

    /// <summary>When it was queued, by the monotonic clock.</summary>
    public long Since => since;

    public Task<bool> Task => done.Task;

    /// <summary>Answers the door. Only the first answer counts.</summary>
    public void Complete(bool isSafe) => done.TrySetResult(isSafe);
}
