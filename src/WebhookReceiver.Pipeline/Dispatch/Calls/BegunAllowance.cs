namespace WebhookReceiver.Dispatch;

/// <summary>
/// How many events may be begun before a place is free for them, over all handlers. It lets events be begun in batches; and because a crash repeats what was begun, it
/// is small.
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
