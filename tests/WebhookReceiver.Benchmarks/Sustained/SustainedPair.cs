namespace WebhookReceiver.Benchmarks;

/// <summary>Two runs made one after the other, and what lay in the receiver's inbox around its own.</summary>
/// <param name="Bare">The run of the bare server.</param>
/// <param name="Receiver">The run of the receiver.</param>
/// <param name="OpenBefore">Deliveries not settled before it.</param>
/// <param name="OpenAfter">And right after it.</param>
/// <param name="Late">How long after its end they were counted: what was settled meanwhile is no feat of the run.</param>
internal sealed record SustainedPair(WrkRun Bare, WrkRun Receiver, long OpenBefore, long OpenAfter, TimeSpan Late)
{
    public double AckedPerSecond => Receiver.AnsweredPerSecond;

    /// <summary>
    /// What came in and did not stay. Deliveries on the wire when wrk stopped may be open and not acked, one per connection: they lower it a little.
    /// </summary>
    public double HandledPerSecond =>
        (Receiver.Requests - Receiver.Refused - BacklogGrowth) / (TimeSpan.FromMicroseconds(Receiver.Microseconds) + Late).TotalSeconds;

    /// <summary>What could go on for ever.</summary>
    public double SustainedPerSecond => Math.Min(AckedPerSecond, HandledPerSecond);

    public long BacklogGrowth => OpenAfter - OpenBefore;

    public double Ratio => SustainedPerSecond / Bare.AnsweredPerSecond;
}
