namespace WebhookReceiver.Benchmarks;

/// <summary>Two runs made one after the other.</summary>
/// <param name="Alone">Of a receiver that nobody looks at.</param>
/// <param name="Watched">Of one with everything on.</param>
internal sealed record WatchedPair(SustainedRun Alone, SustainedRun Watched)
{
    public double AckedRatio => Watched.AckedPerSecond / Alone.AckedPerSecond;

    public double SustainedRatio => Watched.SustainedPerSecond / Alone.SustainedPerSecond;
}
