namespace WebhookReceiver.Dispatch;

/// <summary>Counts durations by their magnitude: eight classes for each doubling, from a microsecond to a day, so that a percentile is exact to a tenth. Not thread-safe.</summary>
internal sealed class DurationHistogram
{
    private const int PerDoubling = 8;
    private const int Doublings = 37;

    private readonly long[] counts = new long[PerDoubling * Doublings];
    private double total;

    public long Count { get; private set; }

    public TimeSpan Mean => TimeSpan.FromMicroseconds(total / Count);

    public void Add(TimeSpan time)
    {
        var microseconds = Math.Max(1, time.TotalMicroseconds);
        counts[Math.Min(counts.Length - 1, (int)(Math.Log2(microseconds) * PerDoubling))]++;
        total += time.TotalMicroseconds;
        Count++;
    }

    /// <summary>The upper limit of the class in which that share of the durations is reached.</summary>
    public TimeSpan Percentile(double share)
    {
        var wanted = (long)Math.Ceiling(Count * share);
        var seen = 0L;
        var index = 0;

        while (index < counts.Length - 1 && (seen += counts[index]) < wanted)
        {
            index++;
        }

        return TimeSpan.FromMicroseconds(Math.Pow(2, (index + 1.0) / PerDoubling));
    }
}
