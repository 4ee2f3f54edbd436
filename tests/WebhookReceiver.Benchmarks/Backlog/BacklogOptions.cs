namespace WebhookReceiver.Benchmarks;

/// <summary>What <c>backlog</c> was asked to measure.</summary>
internal sealed record BacklogOptions(int Payloads, int Bytes)
{
    /// <exception cref="UsageException">Something else was typed.</exception>
    public static BacklogOptions Read(string[] typed)
    {
        var arguments = new Arguments("backlog", typed);
        var options = new BacklogOptions(
            arguments.Number("--payloads", 1_000_000, most: 5_000_000),
            arguments.Number("--bytes", 1024, most: SignedPayloads.LongestBody));
        arguments.End();

        return options;
    }
}
