using System.Globalization;
using System.Security.Cryptography;
using static System.FormattableString;

namespace WebhookReceiver.Benchmarks;

/// <summary>
/// What is left of the deliveries per second when all means to watch a receiver are in use at the same time. Two receivers run until both are warm: more code is compiled in one that is watched, and
/// what that costs once is not what it costs to be watched. Then short runs of the two alternate, so that a machine that is slower for a while slows both. Each round has two new receivers, because
/// no two processes compile the same code to the same machine code. Those who watch run on the same
/// processors, and their work is part of the loss.
/// </summary>
internal sealed class WatchedBenchmark(WatchedOptions options)
{
    private const double Bar = 0.95;
    private const int WarmUpSeconds = 12;

    /// <summary>Of a request on the wire, and its frame and outcomes on disk of both; generously.</summary>
    private const int BytesPerPayload = 4_000;

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

        await Console.Out.WriteLineAsync(Surroundings.Describe(fileSystem) + ", " + wrk);
        await Console.Out.WriteLineAsync(
            Invariant($"store Journal, {options.Connections} connections, {options.Rounds} rounds of {options.Pairs} pairs of {options.Seconds} s, {options.Payloads} payloads, means {string.Join(',', options.Means)}, {(options.Traced is 0 ? "the usual" : Invariant($"{options.Traced} % of the"))} traces"));

        var pairs = new List<WatchedPair>();

        for (var round = 1; round <= options.Rounds; round++)
        {
            await Console.Error.WriteLineAsync(Invariant($"round {round} of {options.Rounds}"));
            using var files = new TemporaryDirectory();
            await RunRoundAsync(files, collector, payloads, requests, pairs, cancellationToken);
        }

        var (acked, sustained) = (Median.Of(pairs.Select(static pair => pair.AckedRatio)), Median.Of(pairs.Select(static pair => pair.SustainedRatio)));
        var used = Median.Of(pairs.Select(static pair => pair.Watched.MicrosecondsPerRequest / pair.Alone.MicrosecondsPerRequest));
        await Console.Out.WriteLineAsync(
            Invariant($"Watched against alone, medians: acked {acked:F3}, sustained {sustained:F3}, processor time of the receiver {used:F3}; {collector.Exports} exports were taken."));
        await Console.Out.WriteLineAsync(Invariant($"Bar: both at least {Bar}: {(Math.Min(acked, sustained) >= Bar ? "holds" : "DOES NOT HOLD")}."));
    }

    private async Task RunRoundAsync(
        TemporaryDirectory files, Collector collector, SignedPayloads payloads, RequestFile requests, List<WatchedPair> pairs, CancellationToken cancellationToken)
    {
        await using var alone = await StartAsync(Directory.CreateDirectory(Path.Combine(files.Path, "alone")).FullName, [], payloads, requests, cancellationToken);
        await using var watched = await StartAsync(Directory.CreateDirectory(Path.Combine(files.Path, "watched")).FullName, Exporting(collector), payloads, requests, cancellationToken);
        var exportsBefore = collector.Exports;
        await RunAloneAsync(alone, requests, WarmUpSeconds, cancellationToken);
        await RunWatchedAsync(watched, requests, WarmUpSeconds, cancellationToken);

        for (var number = 1; number <= options.Pairs; number++)
        {
            var pair = await RunPairAsync(alone, watched, requests, watchedFirst: number % 2 is 0, cancellationToken);
            pairs.Add(pair);
            await Console.Error.WriteLineAsync(
                Invariant($"pair {number} of {options.Pairs}: alone acked {pair.Alone.AckedPerSecond:N0}/s and handled {pair.Alone.HandledPerSecond:N0}/s, ")
                + Invariant($"watched {pair.Watched.AckedPerSecond:N0}/s and {pair.Watched.HandledPerSecond:N0}/s, ")
                + Invariant($"ratios {pair.AckedRatio:F3} and {pair.SustainedRatio:F3}, ")
                + Invariant($"processor time {pair.Alone.MicrosecondsPerRequest:F1} and {pair.Watched.MicrosecondsPerRequest:F1} µs per delivery, load {Surroundings.Load()}"));
        }

        if (collector.Exports > exportsBefore != options.IsExported)
        {
            throw new BenchmarkFailedException(Invariant($"{collector.Exports - exportsBefore} exports were taken."));
        }
    }

    private async Task<RunningServer> StartAsync(
        string directory, KeyValuePair<string, string>[] settings, SignedPayloads payloads, RequestFile requests, CancellationToken cancellationToken)
    {
        var receiver = await ReceiverServer.StartAsync(new ReceiverSetup { Settings = [new("Operations:ApiKey", apiKey), .. settings] }, appSecret, directory, cancellationToken);
        await DoorProbe.CheckAcceptsAsync(receiver, payloads, requests.Count, cancellationToken);

        return receiver;
    }

    private async Task<WatchedPair> RunPairAsync(RunningServer alone, RunningServer watched, RequestFile requests, bool watchedFirst, CancellationToken cancellationToken)
    {
        if (watchedFirst)
        {
            var first = await RunWatchedAsync(watched, requests, options.Seconds, cancellationToken);
            return new WatchedPair(await RunAloneAsync(alone, requests, options.Seconds, cancellationToken), first);
        }

        return new WatchedPair(
            await RunAloneAsync(alone, requests, options.Seconds, cancellationToken), await RunWatchedAsync(watched, requests, options.Seconds, cancellationToken));
    }

    private Task<SustainedRun> RunAloneAsync(RunningServer alone, RequestFile requests, int seconds, CancellationToken cancellationToken) =>
        SustainedRun.MakeAsync(alone, requests, options.Connections, seconds, cancellationToken);

    private async Task<SustainedRun> RunWatchedAsync(RunningServer watched, RequestFile requests, int seconds, CancellationToken cancellationToken)
    {
        await using var onlookers = Onlookers.Of(watched, apiKey, options);
        var run = await SustainedRun.MakeAsync(watched, requests, options.Connections, seconds, cancellationToken);

        return onlookers.Scrapes > 0 == options.IsScraped && onlookers.Lines > 0 == options.IsFollowed
            ? run
            : throw new BenchmarkFailedException(Invariant($"Not everybody was watching: {onlookers.Scrapes} scrapes, {onlookers.Lines} lines."));
    }

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
