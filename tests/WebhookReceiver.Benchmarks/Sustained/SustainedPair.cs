namespace WebhookReceiver.Benchmarks;

/// <summary>Two runs made one after the other.</summary>
/// <param name="Bare">The run of the bare server.</param>
/// <param name="Receiver">The run of the receiver.</param>
internal sealed record SustainedPair(WrkRun Bare, SustainedRun Receiver)
{
    public double Ratio => Receiver.SustainedPerSecond / Bare.AnsweredPerSecond;
}
