namespace WebhookReceiver.Scheduling;

/// <summary>
/// Decides where background work runs. In the service that is the thread pool, plus a dedicated thread for each loop that writes to disk; a simulation derives
/// from it and decides itself what runs next.
/// </summary>
internal class WorkScheduler
{
    /// <summary>Runs an item soon, never on the caller's stack.</summary>
    public virtual void Queue(IThreadPoolWorkItem item) => ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);

    /// <summary>Starts a loop that runs until its task ends.</summary>
    public virtual Task Run(Func<Task> loop) => Task.Run(loop);

    /// <summary>Starts a loop on a dedicated thread.</summary>
    /// <param name="name">The name of the thread.</param>
    /// <param name="loop">Does one pass after another, and between two of them returns what to wait for.</param>
    /// <returns>Completes when the loop has ended.</returns>
    public virtual Task RunOnThread(string name, IEnumerable<LoopWait> loop)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            foreach (var wait in loop)
            {
                wait.Wake.Wait(wait.Time);
            }

            ended.SetResult();
        });

        thread.Name = name;
        thread.IsBackground = true;
        thread.Start();
        return ended.Task;
    }
}
