namespace WebhookReceiver.Dispatch;

/// <summary>What the calls of one handler have come to since the start, and how long they took. Thread-safe.</summary>
internal sealed class HandlerFigures
{
    private readonly Lock gate = new();
    private readonly DurationHistogram durations = new();
    private long handled;
    private long failed;
    private long timedOut;
    private long retried;
    private long deadLettered;

    public long CountHandled => Interlocked.Read(ref handled);

    public long CountFailed => Interlocked.Read(ref failed);

    public long CountTimedOut => Interlocked.Read(ref timedOut);

    public long CountRetried => Interlocked.Read(ref retried);

    public long CountDeadLettered => Interlocked.Read(ref deadLettered);

    /// <summary>How long a call takes on average, and how long 99 of 100 take at most; null before the first.</summary>
    public (TimeSpan Mean, TimeSpan P99)? Durations
    {
        get
        {
            lock (gate)
            {
                return durations.Count is 0 ? null : (durations.Mean, durations.Percentile(0.99));
            }
        }
    }

    public void Handled(TimeSpan time)
    {
        Interlocked.Increment(ref handled);
        Took(time);
    }

    public void Failed(TimeSpan time)
    {
        Interlocked.Increment(ref failed);
        Took(time);
    }

    public void TimedOut() => Interlocked.Increment(ref timedOut);

    public void Retried() => Interlocked.Increment(ref retried);

    public void DeadLettered() => Interlocked.Increment(ref deadLettered);

    private void Took(TimeSpan time)
    {
        lock (gate)
        {
            durations.Add(time);
        }
    }
}
