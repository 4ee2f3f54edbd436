using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Answers some of the waiting doors, one after another on one pool thread. A thread per door would spend more time on wake-ups than on answers; one thread for
/// all would make the last door wait for all the others.
/// </summary>
internal sealed class AnswerBatch : IThreadPoolWorkItem
{
    /// <summary>How many doors one thread answers.</summary>
    private const int Size = 32;

    private readonly PendingDelivery[] answered;
    private readonly bool isSafe;

    private AnswerBatch(PendingDelivery[] answered, bool isSafe)
    {
        this.answered = answered;
        this.isSafe = isSafe;
    }

    public static void Queue(WorkScheduler scheduler, List<PendingDelivery> batch, int start, int count, bool isSafe)
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
        foreach (var pending in answered)
        {
            pending.Complete(isSafe);
        }
    }
}
