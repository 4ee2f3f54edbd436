namespace WebhookReceiver.Benchmarks;

/// <summary>How long something took, in milliseconds, the shortest first.</summary>
internal sealed class Percentiles(IEnumerable<TimeSpan> times)
{
    private readonly double[] sorted = [.. times.Select(static time => time.TotalMilliseconds).Order()];

    public int Count => sorted.Length;

    public double P50 => At(0.5);

    public double P99 => At(0.99);

    public double P999 => At(0.999);

    public double Max => sorted[^1];

    /// <summary>Such a part took no longer.</summary>
    private double At(double part) => sorted[Math.Max(0, (int)Math.Ceiling(part * sorted.Length) - 1)];
}
