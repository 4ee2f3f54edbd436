using System.Diagnostics.CodeAnalysis;
using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// One call into the user's code: a predicate, a handler, or the disposal of their services. It ends once: by itself, in time or after its token has fired, or by being
/// left behind. Whoever ends it goes on with the event, and a call that comes back later finds that nobody waits any more.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The source has no timer and is linked to nothing: it owns nothing.")]
internal sealed class RunningCall(EventRun run, WorkScheduler scheduler, CallKind kind, int index, IAsyncDisposable? scope, long begun, long deadline)
    : IThreadPoolWorkItem
{
    private const int Running = 0;
    private const int Overdue = 1;
    private const int CutShort = 2;
    private const int Ended = 3;
    private const int Abandoned = 4;

    private readonly CancellationTokenSource? over = kind is CallKind.Handle ? new CancellationTokenSource() : null;
    private int state;
    private int endedAs;

    public CallKind Kind => kind;

    /// <summary>The handler's place in the plan.</summary>
    public int Index => index;

    /// <summary>When it began, as a timestamp.</summary>
    public long Begun => begun;

    /// <summary>When its time is over, as a timestamp.</summary>
    public long Deadline => deadline;

    /// <summary>Fires when its time is over, or the service stops.</summary>
    public CancellationToken Token => over?.Token ?? CancellationToken.None;

    /// <summary>What it returned.</summary>
    public Task? Task { get; private set; }

    /// <summary>Whether the token fired because the service stops, and not because the time was over.</summary>
    public bool IsCutShort => endedAs is CutShort;

    /// <summary>Whether its time was over before it ended.</summary>
    public bool IsOverdue => endedAs is Overdue;

    /// <summary>The places of its handler, where it counts as left behind; null when nobody was told yet.</summary>
    public Bulkhead? LeftBehindAt { get; set; }

    /// <summary>Whether it keeps its place although it was left behind, because there are too many such calls.</summary>
    public bool KeepsPlace { get; set; }

    /// <summary>Goes on elsewhere when the task ends: not on the thread that ends it, which is the user's.</summary>
    public void ContinueAfter(Task task)
    {
        Task = task;
        task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(() => scheduler.Queue(this));
    }

    void IThreadPoolWorkItem.Execute()
    {
        if (TryEnd())
        {
            run.GoOn(this, Task!);
        }
        else
        {
            CameBack(Task!);
        }
    }

    /// <returns>False when it was left behind: then the event is no longer in the hands of the caller.</returns>
    public bool TryEnd()
    {
        while (true)
        {
            var seen = Volatile.Read(ref state);

            if (seen is Abandoned)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref state, Ended, seen) == seen)
            {
                endedAs = seen;
                return true;
            }
        }
    }

    /// <summary>Fires the token, once.</summary>
    /// <returns>False when the call has ended, or its token has fired before.</returns>
    public bool TryCutShort(bool isStopping)
    {
        if (Interlocked.CompareExchange(ref state, isStopping ? CutShort : Overdue, Running) is not Running)
        {
            return false;
        }

        if (over is not null)
        {
            // Elsewhere, because what the user has registered there may block or throw.
            scheduler.Queue(new Cancellation(over));
        }

        return true;
    }

    /// <returns>False when the call has ended.</returns>
    public bool TryAbandon()
    {
        var seen = Volatile.Read(ref state);

        if (seen is not (Overdue or CutShort) || Interlocked.CompareExchange(ref state, Abandoned, seen) != seen)
        {
            return false;
        }

        endedAs = seen;
        return true;
    }

    /// <summary>The call returned after it was left behind; its task may go on. It still uses the services of its scope, so they stay until it ends.</summary>
    public void CameBack(Task task) => _ = EndAsync(task);

    private async Task EndAsync(Task task)
    {
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        if (scope is not null)
        {
            await run.DisposeAsync(scope);
        }

        run.CameBack(this);
    }

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
                // What the user has registered there threw. The token has fired all the same, and the call ends or is left behind.
            }
        }
    }
}

/// <summary>What of the user's code is called.</summary>
internal enum CallKind
{
    /// <summary>The predicate of a handler.</summary>
    Ask,

    /// <summary>A handler.</summary>
    Handle,

    /// <summary>The disposal of the services that the handlers have used.</summary>
    Dispose,
}
