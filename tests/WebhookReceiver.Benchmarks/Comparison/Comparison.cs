using static System.FormattableString;

namespace WebhookReceiver.Benchmarks;

/// <summary>
/// The deliveries per second of two receivers, store Journal. Both run until they are warm; then short runs of the two alternate, so that a machine that is slower for a while slows both. Each
/// round has two new receivers, because no two processes compile the same code to the same machine code.
/// </summary>
internal sealed class Comparison(ComparisonOptions options, Contestant reference, Contestant other, string appSecret)
{
    private const int WarmUpSeconds = 12;

    /// <summary>Of a request on the wire, and its frame and outcomes on disk of both; generously.</summary>
    private const int BytesPerPayload = 4_000;

    /// <param name="about">A line about what is compared.</param>
    /// <param name="bar">What is to be left of the reference, acknowledged and handled.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="BenchmarkFailedException">A run failed.</exception>
    public async Task RunAsync(string about, double bar, CancellationToken cancellationToken)
    {
        var wrk = await Wrk.VersionAsync(cancellationToken);
        using var directory = new TemporaryDirectory();
        var fileSystem = RealDisk.Check(directory.Path, (long)options.Payloads * BytesPerPayload);
        var payloads = new SignedPayloads(appSecret, TimeProvider.System.GetUtcNow());
        var requests = await RequestFile.WriteAsync(Path.Combine(directory.Path, "requests"), payloads, options.Payloads, cancellationToken);

        await Console.Out.WriteLineAsync(Surroundings.Describe(fileSystem) + ", " + wrk);
        await Console.Out.WriteLineAsync(
            Invariant($"store Journal, {options.Connections} connections, {options.Rounds} rounds of {options.Pairs} pairs of {options.Seconds} s, {options.Payloads} payloads, {about}"));

        var pairs = new List<ComparedPair>();

        for (var round = 1; round <= options.Rounds; round++)
        {
            await Console.Error.WriteLineAsync(Invariant($"round {round} of {options.Rounds}"));
            using var files = new TemporaryDirectory();
            await RunRoundAsync(files, payloads, requests, pairs, cancellationToken);
        }

        await ReportAsync(pairs, bar);
    }

    private async Task RunRoundAsync(TemporaryDirectory files, SignedPayloads payloads, RequestFile requests, List<ComparedPair> pairs, CancellationToken cancellationToken)
    {
        await using var first = await StartAsync(files, reference, payloads, requests, cancellationToken);
        await using var second = await StartAsync(files, other, payloads, requests, cancellationToken);
        await RunReferenceAsync(WarmUpSeconds);
        await RunOtherAsync(WarmUpSeconds);

        for (var number = 1; number <= options.Pairs; number++)
        {
            var pair = await RunPairAsync(otherFirst: number % 2 is 0);
            pairs.Add(pair);
            await Console.Error.WriteLineAsync(
                Invariant($"pair {number} of {options.Pairs}: {reference.Name} acked {pair.Reference.AckedPerSecond:N0}/s and handled {pair.Reference.HandledPerSecond:N0}/s, ")
                + Invariant($"{other.Name} {pair.Other.AckedPerSecond:N0}/s and {pair.Other.HandledPerSecond:N0}/s, ")
                + Invariant($"ratios {pair.AckedRatio:F3} and {pair.SustainedRatio:F3}, ")
                + Invariant($"processor time {pair.Reference.MicrosecondsPerRequest:F1} and {pair.Other.MicrosecondsPerRequest:F1} µs per delivery, load {Surroundings.Load()}"));
        }

        async Task<ComparedPair> RunPairAsync(bool otherFirst)
        {
            if (otherFirst)
            {
                var run = await RunOtherAsync(options.Seconds);
                return new ComparedPair(await RunReferenceAsync(options.Seconds), run);
            }

            return new ComparedPair(await RunReferenceAsync(options.Seconds), await RunOtherAsync(options.Seconds));
        }

        Task<SustainedRun> RunReferenceAsync(int seconds) => RunAsync(reference, first, seconds);

        Task<SustainedRun> RunOtherAsync(int seconds) => RunAsync(other, second, seconds);

        Task<SustainedRun> RunAsync(Contestant contestant, RunningServer receiver, int seconds) =>
            contestant.Around(receiver, () => SustainedRun.MakeAsync(receiver, requests, options.Connections, seconds, cancellationToken));
    }

    private async Task<RunningServer> StartAsync(
        TemporaryDirectory files, Contestant contestant, SignedPayloads payloads, RequestFile requests, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateDirectory(Path.Combine(files.Path, contestant.Name)).FullName;
        var receiver = await ReceiverServer.StartAsync(contestant.Setup, appSecret, directory, cancellationToken);
        await DoorProbe.CheckAcceptsAsync(receiver, payloads, requests.Count, cancellationToken);

        return receiver;
    }

    private async Task ReportAsync(List<ComparedPair> pairs, double bar)
    {
        var (acked, sustained) = (Median.Of(pairs.Select(static pair => pair.AckedRatio)), Median.Of(pairs.Select(static pair => pair.SustainedRatio)));
        var (mean, error) = GeometricMean.Of([.. pairs.Select(static pair => pair.SustainedRatio)]);
        await Console.Out.WriteLineAsync(
            Invariant($"{other.Name} against {reference.Name}, medians of {pairs.Count} pairs: acked {acked:F3}, sustained {sustained:F3}, ")
            + Invariant($"processor time of the receiver {Median.Of(pairs.Select(static pair => pair.ProcessorTimeRatio)):F3}; geometric mean of sustained {mean:F3}, standard error {error:F3}."));
        await Console.Out.WriteLineAsync(Invariant($"Bar: both medians at least {bar}: {(Math.Min(acked, sustained) >= bar ? "holds" : "DOES NOT HOLD")}."));
    }
}
