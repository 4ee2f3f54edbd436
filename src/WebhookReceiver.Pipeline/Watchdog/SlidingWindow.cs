namespace WebhookReceiver.Watchdog;

/// <summary>How a figure has changed during the last minutes. Arithmetic: the caller says what time it is.</summary>
/// <param name="length">How far it looks back.</param>
internal sealed class SlidingWindow(TimeSpan length)
{
    private readonly Queue<(TimeSpan At, long Value)> samples = new();
    private long newest;

    /// <summary>By how much the newest value is above that at the beginning of the window; for a figure that only grows.</summary>
    public long Growth => samples.Count is 0 ? 0 : newest - samples.Peek().Value;

    /// <summary>By how much the newest value is above the lowest in the window; for a figure that is also reduced.</summary>
    public long Rise => samples.Count is 0 ? 0 : newest - samples.Min(static sample => sample.Value);

    /// <param name="at">Not before that of the last call.</param>
    /// <param name="value">The figure at that time.</param>
    public void Add(TimeSpan at, long value)
    {
        samples.Enqueue((at, value));
        newest = value;

        // The newest sample that is as old as the window, or older, stays: it is the value at the beginning.
        while (samples.Count > 1 && samples.ElementAt(1).At <= at - length)
        {
            samples.Dequeue();
        }
    }
}
