using System.Security.Cryptography;

namespace WebhookReceiver.Benchmarks;

/// <summary>
/// How many deliveries per second are acknowledged, as a ratio to bare Kestrel. Per pair both servers are started afresh and warmed up,
/// then run directly one after the other, in changing order, because the machine is a little different every minute.
/// </summary>
internal sealed class DoorBenchmark(DoorOptions options)
{
    private const int WarmUpSeconds = 3;

    private readonly ReceiverSetup setup = new() { Store = options.Store, Settings = options.Settings };
    private readonly string appSecret = RandomNumberGenerator.GetHexString(32, lowercase: true);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var wrk = await Wrk.VersionAsync(cancellationToken);
        var payloads = new SignedPayloads(appSecret, TimeProvider.System.GetUtcNow());
        using var directory = new TemporaryDirectory();
        var requests = await RequestFile.WriteAsync(Path.Combine(directory.Path, "requests"), payloads, options.Payloads, cancellationToken);

        var report = new DoorReport(options, Console.Out, Console.Error);
        await report.BeginAsync(wrk);

        foreach (var connections in options.Connections)
        {
            var pairs = new List<DoorPair>();

            while (pairs.Count < options.Pairs)
            {
                pairs.Add(await RunPairAsync(payloads, requests, connections, receiverFirst: pairs.Count % 2 == 1, cancellationToken));
                await report.ProgressAsync(connections, pairs);
            }

            await report.RowAsync(connections, pairs);
        }

        await report.EndAsync();
    }

    private async Task<DoorPair> RunPairAsync(
        SignedPayloads payloads, RequestFile requests, int connections, bool receiverFirst, CancellationToken cancellationToken)
    {
        using var directory = new TemporaryDirectory();
        await using var bare = await BareServerProcess.StartAsync(directory.Path, cancellationToken);
        await using var receiver = await ReceiverServer.StartAsync(setup, appSecret, directory.Path, cancellationToken);
        RunningServer[] order = receiverFirst ? [receiver, bare] : [bare, receiver];

        await DoorProbe.CheckAcceptsAsync(bare, payloads, requests.Count, cancellationToken);
        await DoorProbe.CheckAcceptsAsync(receiver, payloads, requests.Count, cancellationToken);
        await DoorProbe.CheckRefusesForgeryAsync(receiver, payloads, requests.Count + 1, cancellationToken);

        foreach (var server in order)
        {
            await RunAsync(server, WarmUpSeconds);
        }

        var runs = new Dictionary<RunningServer, WrkRun>();

        foreach (var server in order)
        {
            runs[server] = await RunAsync(server, options.Seconds);
        }

        return runs[bare].Refused == 0
            ? new DoorPair(runs[bare], runs[receiver], receiver.Sent)
            : throw bare.Failure($"refused {runs[bare].Refused} requests");

        async Task<WrkRun> RunAsync(RunningServer server, int seconds)
        {
            var run = await Wrk.RunAsync(server, requests, connections, seconds, cancellationToken);
            await server.WaitUntilQuietAsync(cancellationToken);

            return run;
        }
    }
}
