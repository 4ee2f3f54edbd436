namespace WebhookReceiver.Testing;

/// <summary>Wakes a test after each step of the work that it watches, so that it looks again whether a state has been reached. From any thread.</summary>
internal sealed class Steps
{
    /// <summary>After this time without the state the test fails: far longer than it takes on a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private TaskCompletionSource? next;

    /// <summary>Completes at the next step.</summary>
    public Task Next
    {
        get
        {
            var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return (Interlocked.CompareExchange(ref next, mine, null) ?? mine).Task;
        }
    }

    public void Taken() => Interlocked.Exchange(ref next, null)?.SetResult();

    /// <summary>Waits for a state that a step brings about.</summary>
    public Task UntilAsync(Func<bool> condition, string what) => UntilAsync(condition, static () => false, what);

    /// <summary>Waits for a state that a step brings about, or something that is done while no step is under way.</summary>
    /// <param name="condition">Whether it has been reached.</param>
    /// <param name="tryToGoOn">Does that, and returns false when a step has to come first.</param>
    /// <param name="what">What is waited for, for the message of a test that fails.</param>
    public async Task UntilAsync(Func<bool> condition, Func<bool> tryToGoOn, string what)
    {
        using var patience = new CancellationTokenSource(Patience);

        while (true)
        {
            // Before the look, so that a step in the meantime is not missed.
            var step = Next;

            if (condition())
            {
                return;
            }

            if (patience.IsCancellationRequested)
            {
                throw new TimeoutException($"It did not happen that {what}.");
            }

            if (!tryToGoOn())
            {
                await step.WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }
        }
    }
}
