namespace WebhookReceiver.Benchmarks;

/// <summary>What <c>latency</c> was asked to measure.</summary>
internal sealed record LatencyOptions(int Rate, int Seconds)
{
    /// <exception cref="UsageException">Something else was typed.</exception>
    public static LatencyOptions Read(string[] typed)
    {
        var arguments = new Arguments("latency", typed);
        var options = new LatencyOptions(arguments.Number("--rate", 1000, most: 10_000), arguments.Number("--seconds", 20, most: 60));
        arguments.End();

        return options;
    }
}
