using System.Threading.Tasks.Sources;
using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// A delivery on its way to the disk, and the door that waits for it. Whoever completes it runs the door's code, and must not be the thread that writes:
/// <see cref="AnswerBatch"/> sees to that.
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

    /// <summary>When it began to wait, by the clock that never jumps.</summary>
    public long Since { get; }

    public ValueTask<bool> Task => new(this, core.Version);

    /// <summary>Tells the door. Only the first word counts: one that was told to come again is not told otherwise when the disk has it after all.</summary>
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
