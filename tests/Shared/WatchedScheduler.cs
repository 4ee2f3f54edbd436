using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Testing;

/// <summary>Runs the work of a receiver on the threads it has in the service, and reports each step: no state of the receiver changes without one.</summary>
internal sealed class WatchedScheduler : WorkScheduler
{
    private readonly Context context;
    private int underWay;

    public WatchedScheduler() => context = new Context(this);

    public Steps Steps { get; } = new();

    /// <summary>Whether no step is queued or under way on the thread pool. What waits for a timer or for a handler is no step.</summary>
    public bool IsAtRest => Volatile.Read(ref underWay) is 0;

    public override void Queue(IThreadPoolWorkItem item) => Post(static state => ((IThreadPoolWorkItem)state!).Execute(), item);

    public override Task Run(Func<Task> loop)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(Begin, null);
        return ended.Task;

        void Begin(object? state) => _ = loop().ContinueWith(End, TaskScheduler.Default);

        void End(Task task)
        {
            ended.SetFromTask(task);
            Steps.Taken();
        }
    }

    public override Task RunOnThread(string name, IEnumerable<LoopWait> loop) => base.RunOnThread(name, Watched(loop));

    /// <summary>Lets time pass until a state has been reached: a little whenever no step is under way, so that a busy machine is given the time that it needs.</summary>
    /// <param name="pass">Lets a little time pass.</param>
    /// <param name="condition">Whether the state has been reached.</param>
    /// <param name="what">What is waited for.</param>
    /// <param name="mayPass">Whether time may pass now; always when null.</param>
    public Task AdvanceUntilAsync(Action pass, Func<bool> condition, string what, Func<bool>? mayPass = null) => Steps.UntilAsync(
        condition,
        () =>
        {
            if (!IsAtRest || mayPass?.Invoke() is false)
            {
                return false;
            }

            pass();

            // What a timer has set off gets its turn before more time passes.
            Thread.Yield();
            return true;
        },
        what);

    private IEnumerable<LoopWait> Watched(IEnumerable<LoopWait> loop)
    {
        foreach (var wait in loop)
        {
            Steps.Taken();
            yield return wait;
        }

        Steps.Taken();
    }

    private void Post(SendOrPostCallback call, object? state)
    {
        Interlocked.Increment(ref underWay);
        ThreadPool.UnsafeQueueUserWorkItem(
            step =>
            {
                var before = SynchronizationContext.Current;
                SynchronizationContext.SetSynchronizationContext(context);

                try
                {
                    step.call(step.state);
                }
                finally
                {
                    SynchronizationContext.SetSynchronizationContext(before);
                    Interlocked.Decrement(ref underWay);
                    Steps.Taken();
                }
            },
            (call, state),
            preferLocal: false);
    }

    /// <summary>Brings what goes on after an await back to the scheduler.</summary>
    private sealed class Context(WatchedScheduler scheduler) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => scheduler.Post(d, state);

        public override SynchronizationContext CreateCopy() => this;
    }
}
