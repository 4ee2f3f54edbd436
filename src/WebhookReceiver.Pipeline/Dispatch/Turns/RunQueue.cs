using System.Collections.Concurrent;
using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// The queue of events that have a place, and of calls of events in progress, that wait for a thread. One thread is woken, and wakes the next when it finds more work; after an event
/// it takes the next. So handlers that complete synchronously cost few thread switches, and one that blocks delays no other.
/// </summary>
internal sealed class RunQueue(WorkScheduler scheduler) : IThreadPoolWorkItem
{
    private readonly ConcurrentQueue<IThreadPoolWorkItem> runnable = new();
    private int isWaking;

    public void Add(IThreadPoolWorkItem run)
    {
        runnable.Enqueue(run);
        Wake();
    }

    void IThreadPoolWorkItem.Execute()
    {
        Volatile.Write(ref isWaking, 0);

        while (runnable.TryDequeue(out var run))
        {
            if (!runnable.IsEmpty)
            {
                Wake();
            }

            run.Execute();
        }
    }

    private void Wake()
    {
        if (Interlocked.CompareExchange(ref isWaking, 1, 0) is 0)
        {
            scheduler.Queue(this);
        }
    }
}
