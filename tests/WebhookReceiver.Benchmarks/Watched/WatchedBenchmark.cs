using System.Globalization;
using System.Security.Cryptography;
using static System.FormattableString;

namespace WebhookReceiver.Benchmarks;

/// <summary>
/// What is left of the deliveries per second when all means to watch a receiver are in use at the same time. The pairs are made as <see cref="DoorBenchmark"/> makes them; those who watch run on
/// the same processors, and their work is part of the loss.
/// </summary>
internal sealed class WatchedBenchmark(WatchedOptions options)
{
    private const double Bar = 0.95;
    private const int WarmUpSeconds = 3;

    /// <summary>Of a request on the wire, and its frame and outcomes on disk; generously.</summary>
    private const int BytesPerPayload = 3_000;

    private readonly string appSecret = RandomNumberGenerator.GetHexString(32, lowercase: true);
    private readonly string apiKey = RandomNumberGenerator.GetHexString(32, lowercase: true);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var wrk = await Wrk.VersionAsync(cancellationToken);
        using var directory = new TemporaryDirectory();
        var fileSystem = RealDisk.Check(directory.Path, (long)options.Payloads * BytesPerPayload);
        var payloads = new SignedPayloads(appSecret, TimeProvider.System.GetUtcNow());
        var requests = await RequestFile.WriteAsync(Path.Combine(directory.Path, "requests"), payloads, options.Payloads, cancellationToken);
        await using var collector = await Collector.StartAsync(cancellationToken);
        var pairs = new List<WatchedPair>();

        await Console.Out.WriteLineAsync(Surroundings.Describe(fileSystem) + ", " + wrk);
        await Console.Out.WriteLineAsync(
            Invariant($"store Journal, {options.Connections} connections, {options.Pairs} pairs of {options.Seconds} s, {options.Payloads} payloads, {options.Traced} % traced"));

        while (pairs.Count < options.Pairs)
        {
            pairs.Add(await RunPairAsync(payloads, requests, collector, watchedFirst: pairs.Count % 2 == 1, cancellationToken));
            var pair = pairs[^1];
            await Console.Error.WriteLineAsync(
                Invariant($"pair {pairs.Count} of {options.Pairs}: alone acked {pair.Alone.AckedPerSecond:N0}/s and handled {pair.Alone.HandledPerSecond:N0}/s, ")
                + Invariant($"watched {pair.Watched.AckedPerSecond:N0}/s and {pair.Watched.HandledPerSecond:N0}/s, ")
                + Invariant($"ratios {pair.AckedRatio:F3} and {pair.SustainedRatio:F3}, load {Surroundings.Load()}"));
        }

        var (acked, sustained) = (Median.Of(pairs.Select(static pair => pair.AckedRatio)), Median.Of(pairs.Select(static pair => pair.SustainedRatio)));
        await Console.Out.WriteLineAsync(Invariant($"Watched against alone, medians: acked {acked:F3}, sustained {sustained:F3}; {collector.Exports} exports were taken."));
        await Console.Out.WriteLineAsync(Invariant($"Bar: both at least {Bar}: {(Math.Min(acked, sustained) >= Bar ? "holds" : "DOES NOT HOLD")}."));
    }

    private async Task<WatchedPair> RunPairAsync(SignedPayloads payloads, RequestFile requests, Collector collector, bool watchedFirst, CancellationToken cancellationToken)
    {
        if (watchedFirst)
        {
            var watched = await RunAsync(payloads, requests, collector, cancellationToken);
            return new WatchedPair(await RunAsync(payloads, requests, null, cancellationToken), watched);
        }

        return new WatchedPair(await RunAsync(payloads, requests, null, cancellationToken), await RunAsync(payloads, requests, collector, cancellationToken));
    }

    private async Task<SustainedRun> RunAsync(SignedPayloads payloads, RequestFile requests, Collector? collector, CancellationToken cancellationToken)
    {
        using var directory = new TemporaryDirectory();
        var setup = new ReceiverSetup { Settings = [new("Operations:ApiKey", apiKey), .. collector is null ? [] : Exporting(collector)] };
        await using var receiver = await ReceiverServer.StartAsync(setup, appSecret, directory.Path, cancellationToken);
        await DoorProbe.CheckAcceptsAsync(receiver, payloads, requests.Count, cancellationToken);

        var before = collector?.Exports;
        await using var onlookers = collector is null ? null : Onlookers.Of(receiver, apiKey);
        await Wrk.RunAsync(receiver, requests, options.Connections, WarmUpSeconds, cancellationToken);
        await receiver.WaitUntilQuietAsync(cancellationToken);
        var run = await SustainedRun.MakeAsync(receiver, requests, options.Connections, options.Seconds, cancellationToken);

        return onlookers is null || (onlookers is { Scrapes: > 0, Lines: > 0 } && collector!.Exports > before)
            ? run
            : throw new BenchmarkFailedException(Invariant($"Nobody was watching: {onlookers.Scrapes} scrapes, {onlookers.Lines} lines, {collector!.Exports - before} exports."));
    }

    private KeyValuePair<string, string>[] Exporting(Collector collector) =>
    [
        new("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Url.ToString()),
        new("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        new("OTEL_METRIC_EXPORT_INTERVAL", "1000"),
        new("OTEL_TRACES_SAMPLER", "parentbased_traceidratio"),
        new("OTEL_TRACES_SAMPLER_ARG", (options.Traced / 100.0).ToString(CultureInfo.InvariantCulture)),
    ];
}
