using System.Security.Cryptography;

namespace WebhookReceiver.Benchmarks;

/// <summary>
/// How many deliveries per second are acknowledged and handled as well, with everything on: the door alone may be fast on credit, by leaving the work for
/// later. The pairs are made as <see cref="DoorBenchmark"/> makes them.
/// </summary>
internal sealed class SustainedBenchmark(SustainedOptions options)
{
    private const int WarmUpSeconds = 3;

    /// <summary>Of a request on the wire, and its frame and outcomes on disk; generously.</summary>
    private const int BytesPerPayload = 3_000;

    private readonly string appSecret = RandomNumberGenerator.GetHexString(32, lowercase: true);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var wrk = await Wrk.VersionAsync(cancellationToken);
        using var directory = new TemporaryDirectory();
        var fileSystem = RealDisk.Check(directory.Path, (long)options.Payloads * BytesPerPayload);
        var payloads = new SignedPayloads(appSecret, TimeProvider.System.GetUtcNow());
        var report = new SustainedReport(options, Console.Out, Console.Error);
        await report.BeginAsync(fileSystem, wrk);
        var requests = await RequestFile.WriteAsync(Path.Combine(directory.Path, "requests"), payloads, options.Payloads, cancellationToken);
        var pairs = new List<SustainedPair>();

        while (pairs.Count < options.Pairs)
        {
            pairs.Add(await RunPairAsync(payloads, requests, receiverFirst: pairs.Count % 2 == 1, cancellationToken));
            await report.ProgressAsync(pairs);
        }

        await report.EndAsync(pairs);
    }

    private async Task<SustainedPair> RunPairAsync(SignedPayloads payloads, RequestFile requests, bool receiverFirst, CancellationToken cancellationToken)
    {
        using var directory = new TemporaryDirectory();
        await using var bare = await BareServerProcess.StartAsync(directory.Path, cancellationToken);
        await using var receiver = await ReceiverServer.StartAsync(new ReceiverSetup(), appSecret, directory.Path, cancellationToken);

        await DoorProbe.CheckAcceptsAsync(bare, payloads, requests.Count, cancellationToken);
        await DoorProbe.CheckAcceptsAsync(receiver, payloads, requests.Count, cancellationToken);
        await DoorProbe.CheckRefusesForgeryAsync(receiver, payloads, requests.Count + 1, cancellationToken);

        foreach (var server in new[] { bare, receiver })
        {
            await Wrk.RunAsync(server, requests, options.Connections, WarmUpSeconds, cancellationToken);
            await server.WaitUntilQuietAsync(cancellationToken);
        }

        if (receiverFirst)
        {
            var first = await RunReceiverAsync();
            return new SustainedPair(await RunBareAsync(bare, requests, cancellationToken), first);
        }

        return new SustainedPair(await RunBareAsync(bare, requests, cancellationToken), await RunReceiverAsync());

        Task<SustainedRun> RunReceiverAsync() => SustainedRun.MakeAsync(receiver, requests, options.Connections, options.Seconds, cancellationToken);
    }

    private async Task<WrkRun> RunBareAsync(RunningServer bare, RequestFile requests, CancellationToken cancellationToken)
    {
        var run = await Wrk.RunAsync(bare, requests, options.Connections, options.Seconds, cancellationToken);

        return run.Refused is 0 ? run : throw bare.Failure($"refused {run.Refused} requests");
    }
}
