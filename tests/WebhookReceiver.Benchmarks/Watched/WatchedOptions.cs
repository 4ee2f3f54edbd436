namespace WebhookReceiver.Benchmarks;

/// <summary>What <c>watched</c> was asked to measure.</summary>
/// <param name="Connections">How many send at the same time.</param>
/// <param name="Pairs">How often both are measured.</param>
/// <param name="Seconds">For how long.</param>
/// <param name="Payloads">How many there are to be sent.</param>
/// <param name="Traced">Of how many notifications in a hundred there are traces; 0 leaves it to the receiver.</param>
/// <param name="Means">All means to watch, or one.</param>
internal sealed record WatchedOptions(int Connections, int Pairs, int Seconds, int Payloads, int Traced, string Means)
{
    /// <summary>All means.</summary>
    private const string All = "all";

    private const string Scrape = "scrape";
    private const string Live = "live";

    private static readonly string[] Signals = ["metrics", "traces", "logs"];

    /// <summary>The signals that are exported over OTLP.</summary>
    public IReadOnlyList<string> Exported => Means is All ? Signals : [.. Signals.Intersect([Means])];

    /// <summary>The signals that are not.</summary>
    public IReadOnlyList<string> Kept => [.. Signals.Except(Exported)];

    /// <summary>Whether <c>/metrics</c> is read each second.</summary>
    public bool IsScraped => Means is All or Scrape;

    /// <summary>Whether a page of the console shows what arrives.</summary>
    public bool IsFollowed => Means is All or Live;

    /// <exception cref="UsageException">Something else was typed.</exception>
    public static WatchedOptions Read(string[] typed)
    {
        var arguments = new Arguments("watched", typed);
        var options = new WatchedOptions(
            arguments.Number("--connections", 64, most: 1000),
            arguments.Number("--pairs", 24, most: 99),
            arguments.Number("--seconds", 2, most: 60),
            arguments.Number("--payloads", 1_400_000, most: 2_000_000),
            arguments.Number("--traced", 0, most: 100),
            arguments.OneOf("--means", All, [All, Scrape, Live, .. Signals]));
        arguments.End();

        return options;
    }
}
