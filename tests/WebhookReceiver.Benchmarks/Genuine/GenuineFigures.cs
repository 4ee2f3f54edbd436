namespace WebhookReceiver.Benchmarks;

/// <summary>How a number of genuine deliveries fared.</summary>
internal sealed class GenuineFigures(IReadOnlyList<GenuineDelivery> deliveries)
{
    private readonly Percentiles times = new(deliveries.Select(static delivery => delivery.Took).OfType<TimeSpan>());

    /// <summary>The part that was answered with 200; not a number when there were none.</summary>
    public double Share => (double)times.Count / deliveries.Count;

    /// <summary>Of those that were answered with 200, in milliseconds; not a number when there were none.</summary>
    public double P99 => times.Count is 0 ? double.NaN : times.P99;
}
