namespace WebhookReceiver.Dispatch;

/// <summary>
/// How many events may be begun ahead of a free place, over all handlers. It allows events to be begun in batches. It is small, because a crash repeats the events that
/// were begun.
/// </summary>
/// <param name="batchSize">How many events the store begins together.</param>
internal sealed class BegunAllowance(int batchSize)
{
    private int left = batchSize;

    /// <summary>The maximum for one handler: half of the total, so that two busy handlers can begin ahead.</summary>
    public int ForOneHandler { get; } = batchSize / 2;

    public bool TryTake()
    {
        if (Interlocked.Decrement(ref left) >= 0)
        {
            return true;
        }

        Interlocked.Increment(ref left);
        return false;
    }

    public void Return() => Interlocked.Increment(ref left);
}
