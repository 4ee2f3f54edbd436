namespace WebhookReceiver.Benchmarks;

/// <summary>What <c>watched</c> was asked to measure.</summary>
/// <param name="Comparison">How often, and for how long.</param>
/// <param name="Traced">Of how many notifications in a hundred there are traces; 0 leaves it to the receiver.</param>
/// <param name="Means">Which means to watch are in use.</param>
internal sealed record WatchedOptions(ComparisonOptions Comparison, int Traced, IReadOnlyList<string> Means)
{
    private const string Scrape = "scrape";
    private const string Live = "live";

    private static readonly string[] Signals = ["metrics", "traces", "logs"];

    /// <summary>Whether a signal is exported over OTLP.</summary>
    public bool IsExported => Signals.Intersect(Means).Any();

    /// <summary>The signals that are not exported.</summary>
    public IReadOnlyList<string> Kept => [.. Signals.Except(Means)];

    /// <summary>Whether <c>/metrics</c> is read every two seconds.</summary>
    public bool IsScraped => Means.Contains(Scrape);

    /// <summary>Whether a page of the console shows what arrives.</summary>
    public bool IsFollowed => Means.Contains(Live);

    /// <exception cref="UsageException">Something else was typed.</exception>
    public static WatchedOptions Read(string[] typed)
    {
        var arguments = new Arguments("watched", typed);
        var options = new WatchedOptions(
            ComparisonOptions.Read(arguments), arguments.Number("--traced", 0, most: 100), arguments.SomeOf("--means", [Scrape, Live, .. Signals]));
        arguments.End();

        return options;
    }
}
