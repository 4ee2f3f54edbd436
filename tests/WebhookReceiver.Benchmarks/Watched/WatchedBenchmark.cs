using System.Globalization;
using System.Security.Cryptography;
using static System.FormattableString;

namespace WebhookReceiver.Benchmarks;

/// <summary>
/// What is left of the deliveries per second when all means to watch a receiver are in use at the same time. Those who watch run on the same processors, and their work is part of the loss. More code
/// is compiled in a receiver that is watched; what that costs once is not what it costs to be watched, so both are warm before they are measured.
/// </summary>
internal sealed class WatchedBenchmark(WatchedOptions options)
{
    private const double Bar = 0.95;

    private readonly string apiKey = RandomNumberGenerator.GetHexString(32, lowercase: true);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var collector = await Collector.StartAsync(cancellationToken);
        var comparison = new Comparison(
            options.Comparison,
            reference: new Contestant("alone", Setup()),
            other: new Contestant("watched", Setup(Exporting(collector))) { Around = RunWatchedAsync },
            appSecret: RandomNumberGenerator.GetHexString(32, lowercase: true));

        await comparison.RunAsync(
            Invariant($"means {string.Join(',', options.Means)}, {(options.Traced is 0 ? "the usual" : Invariant($"{options.Traced} % of the"))} traces"), Bar, cancellationToken);

        if (collector.Exports > 0 != options.IsExported)
        {
            throw new BenchmarkFailedException(Invariant($"{collector.Exports} exports were taken."));
        }
    }

    private async Task<SustainedRun> RunWatchedAsync(RunningServer receiver, Func<Task<SustainedRun>> run)
    {
        await using var onlookers = Onlookers.Of(receiver, apiKey, options);
        var watched = await run();

        return onlookers.Scrapes > 0 == options.IsScraped && onlookers.Lines > 0 == options.IsFollowed
            ? watched
            : throw new BenchmarkFailedException(Invariant($"Not everybody was watching: {onlookers.Scrapes} scrapes, {onlookers.Lines} lines."));
    }

    private ReceiverSetup Setup(params ReadOnlySpan<KeyValuePair<string, string>> settings) => new() { Settings = [new("Operations:ApiKey", apiKey), .. settings] };

    private KeyValuePair<string, string>[] Exporting(Collector collector) =>
    [
        new("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Url.ToString()),
        new("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        new("OTEL_METRIC_EXPORT_INTERVAL", "5000"),
        .. options.Kept.Select(static signal => KeyValuePair.Create($"OTEL_{signal.ToUpperInvariant()}_EXPORTER", "none")),
        .. options.Traced is 0 ? [] : Ratio(options.Traced / 100.0),
    ];

    private static KeyValuePair<string, string>[] Ratio(double traced) =>
        [new("OTEL_TRACES_SAMPLER", "parentbased_traceidratio"), new("OTEL_TRACES_SAMPLER_ARG", traced.ToString(CultureInfo.InvariantCulture))];
}
