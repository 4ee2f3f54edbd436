using System.Threading.Tasks.Sources;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// The threads on which one run goes on. Its method only ever waits, and never stands below the user's code: it says which call it wants, and the thread that has brought it that
/// far makes the call once the method has returned. So a handler that ends at once costs no change of threads, and one that blocks its thread blocks nothing else.
/// </summary>
internal sealed class RunThread(RunQueue runnable) : IThreadPoolWorkItem, IValueTaskSource<bool>
{
    /// <summary>Stands where the next call is noted while a thread goes on with the method and will look there.</summary>
    private static readonly object Here = new();

    private ManualResetValueTaskSourceCore<bool> start;
    private object? next;

    /// <summary>Waits for the next event.</summary>
    /// <returns>Whether it has its place; false when it has to wait in its lane again. Then no call is to be made.</returns>
    public ValueTask<bool> UntilStartedAsync() => new(this, start.Version);

    /// <summary>Before the run may be given another event.</summary>
    public void Reset() => start.Reset();

    /// <summary>Starts the event, which has its place, on this thread.</summary>
    public void Execute()
    {
        Volatile.Write(ref next, Here);
        start.SetResult(true);
        Make(TakeNext());
    }

    /// <summary>Sends the event back to its lane.</summary>
    public void PutBack() => start.SetResult(false);

    /// <summary>Makes a call as soon as the method has returned.</summary>
    public void Want(RunningCall call)
    {
        if (Interlocked.CompareExchange(ref next, call, Here) != Here)
        {
            runnable.Add(call);
        }
    }

    /// <summary>Makes a call on this thread, which it may keep for as long as it likes, and those that follow when it ends at once.</summary>
    public void Make(RunningCall? call)
    {
        while (call is not null && call.TryEndHere())
        {
            call = GoOnOnce(call);
        }
    }

    /// <summary>Goes on with the event after a call that has ended or was left behind.</summary>
    public void GoOn(RunningCall ended) => Make(GoOnOnce(ended));

    bool IValueTaskSource<bool>.GetResult(short token) => start.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => start.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        start.OnCompleted(continuation, state, token, flags);

    private RunningCall? GoOnOnce(RunningCall ended)
    {
        Volatile.Write(ref next, Here);
        ended.Complete();
        return TakeNext();
    }

    private RunningCall? TakeNext() => Interlocked.Exchange(ref next, null) as RunningCall;
}
