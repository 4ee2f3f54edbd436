namespace WebhookReceiver.Benchmarks;

/// <summary>Two runs made one after the other.</summary>
/// <param name="Reference">Of the receiver with which the other is compared.</param>
/// <param name="Other">Of the other.</param>
internal sealed record ComparedPair(SustainedRun Reference, SustainedRun Other)
{
    public double AckedRatio => Other.AckedPerSecond / Reference.AckedPerSecond;

    public double SustainedRatio => Other.SustainedPerSecond / Reference.SustainedPerSecond;

    public double ProcessorTimeRatio => Other.MicrosecondsPerRequest / Reference.MicrosecondsPerRequest;
}
