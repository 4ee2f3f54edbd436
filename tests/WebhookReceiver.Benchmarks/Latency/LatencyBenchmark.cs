using System.Security.Cryptography;
using static System.FormattableString;

namespace WebhookReceiver.Benchmarks;

/// <summary>
/// How long an acknowledgement takes at a moderate, fixed rate, beside what one sync takes on the same disk in the same minute, before and after, and beside
/// what the generator needs for itself, which the bare server shows.
/// </summary>
internal sealed class LatencyBenchmark(LatencyOptions options)
{
    private const int WarmUpSeconds = 3;
    private const double Factor = 2.5;
    private const double Milliseconds = 5;
    private const int StallsShown = 10;
    private const int BytesPerRequest = 3_000;

    private static readonly TimeSpan SyncTime = TimeSpan.FromSeconds(5);

    private readonly string appSecret = RandomNumberGenerator.GetHexString(32, lowercase: true);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var directory = new TemporaryDirectory();
        var warmUp = WarmUpSeconds * options.Rate;
        var fileSystem = RealDisk.Check(directory.Path, (long)(warmUp + (options.Seconds * options.Rate)) * BytesPerRequest);
        var payloads = new SignedPayloads(appSecret, TimeProvider.System.GetUtcNow());
        var numbers = Enumerable.Range(0, warmUp + (options.Seconds * options.Rate));
        var requests = numbers.Select(number => payloads.Request(number, ReceiverServer.CallbackPath)).ToArray();

        await Console.Out.WriteLineAsync(Surroundings.Describe(fileSystem));
        await Console.Out.WriteLineAsync(
            Invariant($"store Journal, open loop, {options.Rate}/s for {options.Seconds} s after {WarmUpSeconds} s of warm-up, ")
            + "from the moment a request was due");
        await Console.Out.WriteLineAsync();

        var syncsBefore = SyncLoop.Run(directory.Path, SyncTime, cancellationToken);
        var bare = await MeasureAsync(await BareServerProcess.StartAsync(directory.Path, cancellationToken), requests, warmUp, cancellationToken);
        var receiver = await MeasureAsync(
            await ReceiverServer.StartAsync(new ReceiverSetup(), appSecret, directory.Path, cancellationToken), requests, warmUp, cancellationToken, payloads);
        var syncsAfter = SyncLoop.Run(directory.Path, SyncTime, cancellationToken);

        await ReportAsync(receiver, new Percentiles(bare), new Percentiles(syncsBefore), new Percentiles(syncsAfter), new Percentiles([.. syncsBefore, .. syncsAfter]));
    }

    private async Task<TimeSpan[]> MeasureAsync(
        RunningServer started, byte[][] requests, int warmUp, CancellationToken cancellationToken, SignedPayloads? checkedWith = null)
    {
        await using var server = started;

        if (checkedWith is not null)
        {
            await DoorProbe.CheckRefusesForgeryAsync(server, checkedWith, requests.Length + 1, cancellationToken);
        }

        await OpenLoop.RunAsync(server.Callback, requests[..warmUp], options.Rate, cancellationToken);
        await server.WaitUntilQuietAsync(cancellationToken);

        return await OpenLoop.RunAsync(server.Callback, requests[warmUp..], options.Rate, cancellationToken);
    }

    private async Task ReportAsync(TimeSpan[] answers, Percentiles bare, Percentiles before, Percentiles after, Percentiles syncs)
    {
        var receiver = new Percentiles(answers);

        await Console.Out.WriteLineAsync(
            """
            | ms                              |   count |     p50 |     p99 |   p99.9 |     max |
            |---------------------------------|--------:|--------:|--------:|--------:|--------:|
            """);

        foreach (var (name, times) in new[]
        {
            ("acknowledgement", receiver),
            ("generator with the bare server", bare),
            ("4 KiB pwrite + fdatasync", syncs),
            ("  of these before the run", before),
            ("  and after it", after),
        })
        {
            await Console.Out.WriteLineAsync(
                Invariant($"| {name,-31} | {times.Count,7:N0} | {times.P50,7:F2} | {times.P99,7:F2} | {times.P999,7:F2} | {times.Max,7:F2} |"));
        }

        var bar = (Factor * syncs.P99) + Milliseconds;
        await Console.Out.WriteLineAsync();
        await Console.Out.WriteLineAsync(
            Invariant($"Bar: p99 <= {Factor} x p99 fdatasync + {Milliseconds} ms = {bar:F2} ms; it is {receiver.P99:F2} ms: ")
            + (receiver.P99 <= bar ? "holds." : "DOES NOT HOLD."));

        foreach (var stall in Stall.In(answers, options.Rate, TimeSpan.FromMilliseconds(bar)).OrderByDescending(static stall => stall.Requests).Take(StallsShown))
        {
            await Console.Out.WriteLineAsync(
                Invariant($"Above it: {stall.Requests} requests together, {stall.Begin.TotalSeconds:F2} s after the begin, up to {stall.Longest.TotalMilliseconds:F0} ms."));
        }

        if (bare.P99 > receiver.P99 / 2)
        {
            await Console.Error.WriteLineAsync("More than half of the p99 is the generator's own: the machine is too busy for a figure of the receiver.");
        }

        if (Math.Max(before.P99, after.P99) > 3 * Math.Min(before.P99, after.P99))
        {
            await Console.Error.WriteLineAsync("The disk was not the same before and after the run: others use it, and the bar is as uncertain.");
        }
    }
}
