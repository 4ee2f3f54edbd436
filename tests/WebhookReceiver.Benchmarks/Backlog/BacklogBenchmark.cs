using System.Security.Cryptography;
using WebhookReceiver.Inbox.OnDisk;
using static System.FormattableString;

namespace WebhookReceiver.Benchmarks;

/// <summary>
/// The memory of a receiver on whose disk a million deliveries wait, each of another user, while no handler comes to an end: as it is shipped, and with either
/// garbage collector.
/// </summary>
internal sealed class BacklogBenchmark(BacklogOptions options)
{
    private const double Bar = 200;
    private const double MegaByte = 1e6;
    private const int BytesPerFrame = 128;

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);

    /// <summary>How often it has to be quiet: between two batches that it reads it may look so.</summary>
    private const int QuietTimes = 4;

    /// <summary>A receiver with nothing to do looks every ten seconds whether it has memory to give back.</summary>
    private static readonly TimeSpan MemoryLook = TimeSpan.FromSeconds(12);

    private readonly string appSecret = RandomNumberGenerator.GetHexString(32, lowercase: true);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var directory = new TemporaryDirectory();
        var fileSystem = RealDisk.Check(directory.Path, (long)options.Payloads * (options.Bytes + BytesPerFrame));
        var payloads = new SignedPayloads(appSecret, TimeProvider.System.GetUtcNow());

        if (options.Bytes < payloads.BodyLength)
        {
            throw new BenchmarkFailedException($"A payload has at least {payloads.BodyLength} bytes.");
        }

        await Console.Out.WriteLineAsync(Surroundings.Describe(fileSystem));
        var filler = new JournalFiller(new InboxFolder(ReceiverServer.InboxIn(directory.Path)), TimeProvider.System);
        filler.Write(Enumerable.Range(0, options.Payloads).Select(number => payloads.Body(number, options.Bytes)), long.MaxValue, cancellationToken);

        await Console.Out.WriteLineAsync(
            Invariant($"{filler.Deliveries:N0} payloads of {options.Bytes:N0} bytes wait, {filler.Bytes:N0} bytes on disk; no handler ends"));
        await Console.Out.WriteLineAsync();
        await Console.Out.WriteLineAsync(
            """
            | garbage collector  | GC threads | start to ready s | VmRSS MB | VmHWM MB | bar (VmRSS) |
            |--------------------|-----------:|-----------------:|---------:|---------:|------------:|
            """);

        await MeasureAsync("as shipped", [], directory.Path, cancellationToken);
        await MeasureAsync("DOTNET_gcServer=0", [new("DOTNET_gcServer", "0")], directory.Path, cancellationToken);
        await MeasureAsync("DOTNET_gcServer=1", [new("DOTNET_gcServer", "1")], directory.Path, cancellationToken);
    }

    private async Task MeasureAsync(
        string name, IReadOnlyList<KeyValuePair<string, string>> runtime, string directory, CancellationToken cancellationToken)
    {
        var setup = new ReceiverSetup
        {
            Handlers = OddHandlers.Waits,
            StartLimit = StartLimit,

            // A handler's time would run out, and its next attempt is not what is measured.
            Settings = [new("Dispatch:HandlerTimeout", "01:00:00"), .. runtime],
        };

        await using var receiver = await ReceiverServer.StartAsync(setup, appSecret, directory, cancellationToken);

        for (var time = 0; time < QuietTimes; time++)
        {
            await receiver.WaitUntilQuietAsync(cancellationToken);
        }

        await Task.Delay(MemoryLook, TimeProvider.System, cancellationToken);

        var inbox = await receiver.InboxAsync(cancellationToken);

        if (inbox.Open != options.Payloads)
        {
            throw receiver.Failure($"has {inbox.Open} deliveries open where {options.Payloads} were written, so its memory is not that of the backlog");
        }

        var memory = ProcessMemory.Read(receiver.ProcessId);
        await Console.Out.WriteLineAsync(
            Invariant($"| {name,-18} | {memory.ServerGcThreads,10} | {receiver.StartTime.TotalSeconds,16:F2} ")
            + Invariant($"| {memory.Resident / MegaByte,8:F0} | {memory.Peak / MegaByte,8:F0} | < {Bar:F0} MB | {(memory.Resident / MegaByte < Bar ? "holds" : "DOES NOT HOLD")}"));
    }
}
