namespace WebhookReceiver.Benchmarks;

/// <summary>What <c>watched</c> was asked to measure.</summary>
internal sealed record WatchedOptions(int Connections, int Pairs, int Seconds, int Payloads, int Traced)
{
    /// <exception cref="UsageException">Something else was typed.</exception>
    public static WatchedOptions Read(string[] typed)
    {
        var arguments = new Arguments("watched", typed);
        var options = new WatchedOptions(
            arguments.Number("--connections", 64, most: 1000),
            arguments.Number("--pairs", 5, most: 99),
            arguments.Number("--seconds", 8, most: 60),
            arguments.Number("--payloads", 600_000, most: 1_000_000),
            arguments.Number("--traced", 100, most: 100));
        arguments.End();

        return options;
    }
}
