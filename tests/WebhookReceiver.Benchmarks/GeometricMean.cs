namespace WebhookReceiver.Benchmarks;

/// <summary>The mean of ratios, for which twice as much and half as much cancel each other out, and how far it may be off.</summary>
internal static class GeometricMean
{
    /// <returns>The mean and its standard error, in the unit of the mean; the error of a single value is not known (NaN).</returns>
    public static (double Mean, double Error) Of(IReadOnlyCollection<double> ratios)
    {
        var logarithms = ratios.Select(static ratio => Math.Log(ratio)).ToArray();
        var mean = logarithms.Average();
        var variance = logarithms.Sum(one => (one - mean) * (one - mean)) / (logarithms.Length - 1);

        return (Math.Exp(mean), Math.Exp(mean) * Math.Sqrt(variance / logarithms.Length));
    }
}
