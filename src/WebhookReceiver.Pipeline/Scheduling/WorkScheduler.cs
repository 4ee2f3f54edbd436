namespace WebhookReceiver.Scheduling;

/// <summary>
/// Decides where work runs that nobody waits for on a thread of their own. In the service that is the thread pool; a simulation derives from it and decides itself
/// what runs next.
/// </summary>
internal class WorkScheduler
{
    /// <summary>Runs an item soon, never on the caller's stack.</summary>
    public virtual void Queue(IThreadPoolWorkItem item) => ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);

    /// <summary>Starts a loop that runs until its task ends.</summary>
    public virtual Task Run(Func<Task> loop) => Task.Run(loop);
}
