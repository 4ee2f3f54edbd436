namespace WebhookReceiver.Operations.Metrics;

/// <summary>Bounds the number of series of all instruments together: each takes memory for good, and a label whose values come from outside would make ever more. Thread-safe.</summary>
internal sealed class SeriesLimit
{
    public const int Most = 1000;

    private int taken;
    private long refused;

    /// <summary>How many measurements were left out.</summary>
    public long Refused => Volatile.Read(ref refused);

    public bool TryTake()
    {
        if (Interlocked.Increment(ref taken) <= Most)
        {
            return true;
        }

        Interlocked.Decrement(ref taken);
        Interlocked.Increment(ref refused);
        return false;
    }
}
