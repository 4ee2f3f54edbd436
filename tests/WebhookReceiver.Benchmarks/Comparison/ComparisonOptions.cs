namespace WebhookReceiver.Benchmarks;

/// <summary>How two receivers are compared.</summary>
/// <param name="Connections">How many send at the same time.</param>
/// <param name="Rounds">How often two new receivers are started.</param>
/// <param name="Pairs">How often both are measured in a round.</param>
/// <param name="Seconds">For how long.</param>
/// <param name="Payloads">How many there are to be sent in a round.</param>
internal sealed record ComparisonOptions(int Connections, int Rounds, int Pairs, int Seconds, int Payloads)
{
    /// <exception cref="UsageException">One of them is out of its range.</exception>
    public static ComparisonOptions Read(Arguments arguments) => new(
        arguments.Number("--connections", 64, most: 1000),
        arguments.Number("--rounds", 4, most: 99),
        arguments.Number("--pairs", 8, most: 99),
        arguments.Number("--seconds", 2, most: 60),
        arguments.Number("--payloads", 900_000, most: 2_000_000));
}
