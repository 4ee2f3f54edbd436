using System.Security.Cryptography;
using WebhookReceiver.Inbox.OnDisk;
using static System.FormattableString;

namespace WebhookReceiver.Benchmarks;

/// <summary>What is stuck must not be felt by the others: while it is, healthy messages arrive, and how long they take until their handler is called is measured.</summary>
internal sealed class StuckBenchmark(StuckOptions options)
{
    private const int Fresh = 500;
    private const int HangingEvents = 64;
    private const int BytesPerEvent = 4_000;
    private const double MegaByte = 1e6;

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    private readonly string appSecret = RandomNumberGenerator.GetHexString(32, lowercase: true);
    private readonly string apiKey = RandomNumberGenerator.GetHexString(32, lowercase: true);

    private SignedPayloads Payloads => field ??= new SignedPayloads(appSecret, TimeProvider.System.GetUtcNow());

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using (var directory = new TemporaryDirectory())
        {
            await Console.Out.WriteLineAsync(Surroundings.Describe(RealDisk.Check(directory.Path, (long)options.Events * BytesPerEvent)));
        }

        await Console.Out.WriteLineAsync();
        await Console.Out.WriteLineAsync(
            """
            | what is stuck                           |   fresh p50 ms |  p99 ms |  max ms |      bar | VmRSS MB | VmHWM MB |
            |-----------------------------------------|---------------:|--------:|--------:|---------:|---------:|---------:|
            """);

        if (options.Has(StuckOptions.Hanging))
        {
            await MeasureHangingAsync(cancellationToken);
        }

        if (options.Has(StuckOptions.Parked))
        {
            await MeasureParkedAsync(cancellationToken);
        }

        if (options.Has(StuckOptions.Letters))
        {
            await MeasureLettersAsync(cancellationToken);
        }
    }

    private async Task MeasureHangingAsync(CancellationToken cancellationToken)
    {
        using var directory = new TemporaryDirectory();
        Fill(directory, HangingEvents, cancellationToken);
        await using var receiver = await StartAsync(OddHandlers.Hangs, directory, cancellationToken);
        await RowAsync(Invariant($"{HangingEvents} events whose handler hangs"), receiver, directory, barMilliseconds: 1_000, cancellationToken);
    }

    private async Task MeasureParkedAsync(CancellationToken cancellationToken)
    {
        using var directory = new TemporaryDirectory();
        Fill(directory, options.Events, cancellationToken);
        await using var receiver = await StartAsync(OddHandlers.Postpones, directory, cancellationToken);
        await receiver.WaitUntilAsync(state => state.Waiting == options.Events, Patience, cancellationToken);
        await receiver.WaitUntilQuietAsync(cancellationToken);
        await RowAsync(Invariant($"{options.Events:N0} parked conversations"), receiver, directory, barMilliseconds: 100, cancellationToken);
    }

    private async Task MeasureLettersAsync(CancellationToken cancellationToken)
    {
        var without = await MeasureWithoutLettersAsync(cancellationToken);
        using var directory = new TemporaryDirectory();
        Fill(directory, options.Events, cancellationToken);

        await using (var before = await StartAsync(OddHandlers.GivesUp, directory, cancellationToken))
        {
            await before.WaitUntilAsync(state => state.DeadLetters == options.Events, Patience, cancellationToken);
        }

        // Replays wait here until the process is killed, so that the next start finds all of them.
        await using (var receiver = await StartAsync(OddHandlers.Hangs, directory, cancellationToken))
        {
            await receiver.WaitUntilQuietAsync(cancellationToken);
            var with = ProcessMemory.Read(receiver.ProcessId).Resident;
            await RowAsync(Invariant($"{options.Events:N0} dead letters"), receiver, directory, barMilliseconds: null, cancellationToken);
            var cost = (with - without) / MegaByte;
            await Console.Out.WriteLineAsync(Invariant($"They cost {cost:F0} MB ({without / MegaByte:F0} without, {with / MegaByte:F0} with): bar < 100 MB, {(cost < 100 ? "holds" : "DOES NOT HOLD")}."));
            await AskAsync("ready", receiver.Ready, cancellationToken);
            await AskAsync("a page of the list", Operations(receiver, "/api/dead-letters?limit=100"), cancellationToken);

            var replay = LocalHttp.PostAsync(Operations(receiver, "/api/dead-letters/replay"), apiKey, cancellationToken);
            await RowAsync("  while all are marked for a replay", receiver, directory, barMilliseconds: null, cancellationToken);
            await replay;
        }

        await using (var receiver = await StartAsync(OddHandlers.Succeeds, directory, cancellationToken))
        {
            var left = (await receiver.InboxAsync(cancellationToken)).DeadLetters;
            await RowAsync(Invariant($"{left:N0} replays at the start"), receiver, directory, barMilliseconds: 1_000, cancellationToken);
            await receiver.WaitUntilAsync(static state => state.DeadLetters is 0, Patience, cancellationToken);
        }
    }

    private async Task<long> MeasureWithoutLettersAsync(CancellationToken cancellationToken)
    {
        using var directory = new TemporaryDirectory();
        Fill(directory, options.Events, cancellationToken);

        await using (var before = await StartAsync(OddHandlers.Succeeds, directory, cancellationToken))
        {
            await before.WaitUntilAsync(static state => state.Open is 0, Patience, cancellationToken);
        }

        await using var receiver = await StartAsync(OddHandlers.Succeeds, directory, cancellationToken);
        await receiver.WaitUntilQuietAsync(cancellationToken);
        return ProcessMemory.Read(receiver.ProcessId).Resident;
    }

    private async Task AskAsync(string what, Uri address, CancellationToken cancellationToken)
    {
        var times = new List<TimeSpan>();

        while (times.Count < 100)
        {
            var begun = TimeProvider.System.GetTimestamp();
            await LocalHttp.GetTextAsync(address, apiKey, cancellationToken);
            times.Add(TimeProvider.System.GetElapsedTime(begun));
        }

        var percentiles = new Percentiles(times);
        await Console.Out.WriteLineAsync(Invariant($"{what}: p50 {percentiles.P50:F1} ms, max {percentiles.Max:F1} ms"));
    }

    private async Task RowAsync(string name, RunningServer receiver, TemporaryDirectory directory, double? barMilliseconds, CancellationToken cancellationToken)
    {
        var times = await FreshMessages.MeasureAsync(receiver, Payloads, ReceiverServer.NotesIn(directory.Path), Fresh, cancellationToken);
        var memory = ProcessMemory.Read(receiver.ProcessId);
        var bar = barMilliseconds is { } most ? Invariant($"< {most:F0} ms | ") : "         | ";
        var verdict = barMilliseconds is { } limit ? times.Max < limit ? "holds" : "DOES NOT HOLD" : string.Empty;
        await Console.Out.WriteLineAsync(
            Invariant($"| {name,-39} | {times.P50,14:F1} | {times.P99,7:F1} | {times.Max,7:F1} | {bar}")
            + Invariant($"{memory.Resident / MegaByte,8:F0} | {memory.Peak / MegaByte,8:F0} | {verdict}"));
    }

    private void Fill(TemporaryDirectory directory, int count, CancellationToken cancellationToken) =>
        new JournalFiller(new InboxFolder(ReceiverServer.InboxIn(directory.Path)), TimeProvider.System)
            .Write(Enumerable.Range(0, count).Select(number => Payloads.Body(number)), long.MaxValue, cancellationToken);

    private Task<RunningServer> StartAsync(OddHandlers handlers, TemporaryDirectory directory, CancellationToken cancellationToken) => ReceiverServer.StartAsync(
        new ReceiverSetup { Handlers = handlers, StartLimit = StartLimit, Settings = [new("Operations:ApiKey", apiKey)] }, appSecret, directory.Path, cancellationToken);

    private static Uri Operations(RunningServer receiver, string path) => new(receiver.Ready, path);
}
