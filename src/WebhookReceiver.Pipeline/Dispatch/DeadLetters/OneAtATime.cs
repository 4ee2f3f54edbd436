namespace WebhookReceiver.Dispatch;

/// <summary>A lock that may be held while something is awaited. Callers enter in the order in which they asked.</summary>
internal sealed class OneAtATime
{
    private readonly Lock gate = new();
    private Task last = Task.CompletedTask;

    /// <returns>The lock; disposing of it releases it.</returns>
    public async ValueTask<IDisposable> EnterAsync(CancellationToken cancellationToken = default)
    {
        var mine = new Holder();
        Task before;

        lock (gate)
        {
            (before, last) = (last, mine.Left);
        }

        try
        {
            await before.WaitAsync(cancellationToken);
            return mine;
        }
        catch
        {
            // Callers behind this one still have to wait for the one before it.
            _ = before.ContinueWith(static (_, holder) => ((Holder)holder!).Dispose(), mine, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw;
        }
    }

    private sealed class Holder : IDisposable
    {
        private readonly TaskCompletionSource left = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Left => left.Task;

        public void Dispose() => left.TrySetResult();
    }
}
