using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Tells some of the doors that wait, one after another on one thread of the pool. A thread for each would spend more time on being woken than on the answer;
/// one for all would make the last wait for the answers to the others.
/// </summary>
internal sealed class AnswerBatch : IThreadPoolWorkItem
{
    /// <summary>How many are told by one thread.</summary>
    private const int Size = 32;

    private readonly PendingDelivery[] told;
    private readonly bool isSafe;

    private AnswerBatch(PendingDelivery[] told, bool isSafe)
    {
        this.told = told;
        this.isSafe = isSafe;
    }

    public static void Tell(WorkScheduler scheduler, List<PendingDelivery> batch, int start, int count, bool isSafe)
    {
        for (var index = start; index < start + count; index += Size)
        {
            var some = new PendingDelivery[Math.Min(Size, start + count - index)];
            batch.CopyTo(index, some, 0, some.Length);
            scheduler.Queue(new AnswerBatch(some, isSafe));
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        foreach (var pending in told)
        {
            pending.Complete(isSafe);
        }
    }
}
