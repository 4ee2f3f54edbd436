namespace WebhookReceiver.Dispatch;

/// <summary>
/// How many events may be begun ahead of a free place, over all handlers. It allows events to be begun in batches. It is small, because a crash repeats the events that
/// were begun.
/// </summary>
internal sealed class BegunAllowance
{
    private int left = TurnLoop.BatchSize;

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
