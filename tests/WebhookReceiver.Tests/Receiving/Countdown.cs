namespace WebhookReceiver.Tests.Receiving;

/// <summary>Something that happens so many times, to be waited for.</summary>
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
