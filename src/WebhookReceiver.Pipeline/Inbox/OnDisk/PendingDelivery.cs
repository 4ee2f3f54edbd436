using System.Threading.Tasks.Sources;
using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// A delivery on its way to the disk, and the door that waits for it. Completing it runs the door's code, which must not happen on the writing thread:
/// <see cref="AnswerBatch"/> ensures that.
/// </summary>
internal sealed class PendingDelivery : IValueTaskSource<bool>
{
    private ManualResetValueTaskSourceCore<bool> core;
    private int completed;

    public PendingDelivery(Delivery delivery, long since)
    {
        Delivery = delivery;
        Length = DeliveryFrame.Length(delivery);
        Since = since;
    }

    public Delivery Delivery { get; }

    /// <summary>The length of its frame's body.</summary>
    public int Length { get; }

    /// <summary>When it was queued, by the monotonic clock.</summary>
    public long Since { get; }

    public ValueTask<bool> Task => new(this, core.Version);

    /// <summary>Answers the door. Only the first answer counts: a delivery that got a 503 gets no other answer if the disk has it after all.</summary>
    public void Complete(bool isSafe)
    {
        if (Interlocked.Exchange(ref completed, 1) is 0)
        {
            core.SetResult(isSafe);
        }
    }

    bool IValueTaskSource<bool>.GetResult(short token) => core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => core.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        core.OnCompleted(continuation, state, token, flags);
}
