namespace WebhookReceiver.Tests.Receiving;

/// <summary>Waits for something to happen a given number of times.</summary>
internal sealed class Countdown(int times)
{
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int left = times;

    public Task Reached => reached.Task;

    public void Signal()
    {
        if (Interlocked.Decrement(ref left) <= 0)
        {
            reached.TrySetResult();
        }
    }
}
