using System.Threading.Tasks.Sources;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// The threads on which one run continues. The method of the run never calls the user's code itself: it awaits a call, and the thread that has brought it that far makes the call once
/// the method has returned. So a handler that completes synchronously costs no thread switch, and one that blocks its thread blocks nothing else.
/// </summary>
internal sealed class RunThread(RunQueue runnable) : IThreadPoolWorkItem, IValueTaskSource<bool>
{
    /// <summary>The value of the field below while a thread is running the method and will look for the next call afterwards.</summary>
    private static readonly object Here = new();

    private ManualResetValueTaskSourceCore<bool> start;
    private object? next;

    /// <summary>Waits for the next event.</summary>
    /// <returns>Whether it has its place. False when it goes back to its lane to wait; no call is made then.</returns>
    public ValueTask<bool> UntilStartedAsync() => new(this, start.Version);

    /// <summary>Called before the run is given another event.</summary>
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

    /// <summary>Makes a call on this thread, which it may block for any length of time, and the calls that follow it if it completes synchronously.</summary>
    public void Make(RunningCall? call)
    {
        while (call is not null && call.TryEndHere())
        {
            call = GoOnOnce(call);
        }
    }

    /// <summary>Continues the event after a call that has ended or was left behind.</summary>
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
