namespace WebhookReceiver.Benchmarks;

/// <summary>What <c>cluster</c> was asked to measure.</summary>
internal sealed record ClusterOptions(string Case, int Connections, int Seconds, int Payloads, int StrangerSeconds)
{
    /// <exception cref="UsageException">Something else was typed.</exception>
    public static ClusterOptions Read(string[] typed)
    {
        var arguments = new Arguments("cluster", typed);
        var options = new ClusterOptions(
            arguments.OneOf("--case", "all", "all", "throughput", "latency", "failover", "stranger"),
            arguments.Number("--connections", 64, most: 1000),
            arguments.Number("--seconds", 10, most: 60),
            arguments.Number("--payloads", 600_000, most: 2_000_000),
            arguments.Number("--stranger", 300, most: 3600));
        arguments.End();

        return options;
    }

    public bool Includes(string name) => Case is "all" || string.Equals(Case, name, StringComparison.Ordinal);
}
