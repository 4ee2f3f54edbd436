using System.Collections.Concurrent;
using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// The events that have their place, and the calls of events in progress, that wait for a thread. One thread is woken, and wakes the next when it finds more to do; one that has finished with an event takes
/// the next. Handlers that end at once cost few changes of threads in this way, and one that blocks holds up nobody.
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
