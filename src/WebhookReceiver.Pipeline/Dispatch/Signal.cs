namespace WebhookReceiver.Dispatch;

/// <summary>
/// Wakes one loop. Set from any thread, and remembered until the loop waits; a loop that wakes must check again whether there is something to do.
/// Setting it when it is already set, the usual case under load, costs one read.
/// </summary>
internal sealed class Signal
{
    private static readonly object IsSet = new();

    private object? state;

    public void Set()
    {
        if (!ReferenceEquals(Volatile.Read(ref state), IsSet) && Interlocked.Exchange(ref state, IsSet) is TaskCompletionSource waiting)
        {
            waiting.TrySetResult();
        }
    }

    /// <summary>Completes when the signal is set. One waiter at a time.</summary>
    public Task WaitAsync()
    {
        while (true)
        {
            var seen = Volatile.Read(ref state);

            if (ReferenceEquals(seen, IsSet))
            {
                if (ReferenceEquals(Interlocked.CompareExchange(ref state, null, IsSet), IsSet))
                {
                    return Task.CompletedTask;
                }
            }
            else if (seen is TaskCompletionSource waiting)
            {
                return waiting.Task;
            }
            else
            {
                var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

                if (Interlocked.CompareExchange(ref state, mine, null) is null)
                {
                    return mine.Task;
                }
            }
        }
    }
}
