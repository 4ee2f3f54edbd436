namespace WebhookReceiver.Benchmarks;

/// <summary>What <c>sustained</c> was asked to measure.</summary>
internal sealed record SustainedOptions(int Connections, int Pairs, int Seconds, int Payloads)
{
    /// <exception cref="UsageException">Something else was typed.</exception>
    public static SustainedOptions Read(string[] typed)
    {
        var arguments = new Arguments("sustained", typed);
        var options = new SustainedOptions(
            arguments.Number("--connections", 64, most: 1000),
            arguments.Number("--pairs", 3, most: 99),
            arguments.Number("--seconds", 10, most: 60),
            arguments.Number("--payloads", 600_000, most: 1_000_000));
        arguments.End();

        return options;
    }
}
