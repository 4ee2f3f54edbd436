using System.Diagnostics.CodeAnalysis;
using WebhookReceiver.Handlers;
using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// One call of a handler. It ends once: by the handler itself, in time or after its token has fired, or by being given up. Whoever ends it goes on with the event,
/// and a handler that comes back later finds that nobody waits any more.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The source has no timer and is linked to nothing: it owns nothing.")]
internal sealed class RunningCall(HandlerSlot slot, WorkScheduler scheduler, BoundHandler handler, IAsyncDisposable scope, long begun) : IThreadPoolWorkItem
{
    private const int Running = 0;
    private const int Overdue = 1;
    private const int Ended = 2;
    private const int GivenUp = 3;

    private readonly CancellationTokenSource over = new();
    private int state;

    public BoundHandler Handler => handler;

    /// <summary>When it began, as a timestamp.</summary>
    public long Begun => begun;

    /// <summary>Tells the handler that its time is over, or that the service stops.</summary>
    public CancellationToken Token => over.Token;

    /// <summary>What the handler returned.</summary>
    public Task? Task { get; private set; }

    /// <summary>Whether the token fired because the service stops, and not because the time was over.</summary>
    public bool IsCutShort { get; private set; }

    /// <summary>Whether its token has fired.</summary>
    public bool IsOverdue => over.IsCancellationRequested;

    /// <summary>Goes on, on a thread of the pool, when the handler's task ends: not on the thread that ends it, which is the user's.</summary>
    public void ContinueAfter(Task task)
    {
        Task = task;
        task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(() => scheduler.Queue(this));
    }

    void IThreadPoolWorkItem.Execute()
    {
        if (TryEnd())
        {
            slot.GoOn(this, Task!);
        }
        else
        {
            LeaveBehind(Task!);
        }
    }

    /// <returns>False when it was given up: then the event is no longer in the hands of the caller.</returns>
    public bool TryEnd()
    {
        while (true)
        {
            var seen = Volatile.Read(ref state);

            if (seen is GivenUp)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref state, Ended, seen) == seen)
            {
                return true;
            }
        }
    }

    /// <summary>Fires the token, once.</summary>
    /// <returns>False when the call has ended, or was told before.</returns>
    public bool TryCutShort(bool isStopping)
    {
        if (Interlocked.CompareExchange(ref state, Overdue, Running) is not Running)
        {
            return false;
        }

        IsCutShort = isStopping;

        // Elsewhere, because what the user has registered there may block or throw.
        scheduler.Queue(new Cancellation(over));
        return true;
    }

    /// <returns>False when the call has ended.</returns>
    public bool TryGiveUp() => Interlocked.CompareExchange(ref state, GivenUp, Overdue) is Overdue;

    /// <summary>A call that was given up still uses the services of its scope, so they stay until it ends.</summary>
    public void LeaveBehind(Task task) => _ = slot.DisposeAfterAsync(task, scope);

    private sealed class Cancellation(CancellationTokenSource over) : IThreadPoolWorkItem
    {
        public void Execute()
        {
            try
            {
                over.Cancel();
            }
            catch (AggregateException)
            {
                // What the user has registered there threw. The token has fired all the same, and the call ends or is given up.
            }
        }
    }
}
