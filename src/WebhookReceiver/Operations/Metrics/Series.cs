namespace WebhookReceiver.Operations.Metrics;

/// <summary>One time series: the values of an instrument for one set of labels. Thread-safe.</summary>
/// <param name="labels">The labels.</param>
/// <param name="bounds">For a histogram: the upper bounds of its buckets, in ascending order.</param>
internal sealed class Series(LabelSet labels, double[]? bounds)
{
    private readonly Lock gate = new();
    private readonly long[] counts = new long[bounds is null ? 0 : bounds.Length + 1];
    private double value;
    private long count;

    public LabelSet Labels => labels;

    public void Add(double amount)
    {
        lock (gate)
        {
            value += amount;
        }
    }

    public void Set(double current)
    {
        lock (gate)
        {
            value = current;
        }
    }

    public void Observe(double measured)
    {
        var bucket = Array.BinarySearch(bounds!, measured);

        lock (gate)
        {
            // A value on a bound belongs to the bucket below it.
            counts[bucket < 0 ? ~bucket : bucket]++;
            count++;
            value += measured;
        }
    }

    /// <summary>The value, or the sum of a histogram with its buckets, which do not include those below them.</summary>
    public (double Value, long Count, long[] Buckets) Read()
    {
        lock (gate)
        {
            return (value, count, [.. counts]);
        }
    }
}
