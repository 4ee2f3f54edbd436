using System.Globalization;
using System.Security.Cryptography;

namespace WebhookReceiver.Benchmarks;

/// <summary>One case, from the start of its receiver to the end of it.</summary>
internal sealed class AttackRun(AttackCase attack, AttackOptions options)
{
    /// <summary>Long enough for the memory that the genuine traffic takes by itself: what is compiled, and garbage up to the first collections.</summary>
    private const int WarmUpSeconds = 12;

    /// <summary>Beyond those of the genuine traffic, and distinct from them.</summary>
    private const int ProbeNumber = 7_900_000;

    private static readonly TimeProvider Clock = TimeProvider.System;

    private readonly string appSecret = RandomNumberGenerator.GetHexString(32, lowercase: true);

    public async Task<AttackResult> RunAsync(CancellationToken cancellationToken)
    {
        using var directory = new TemporaryDirectory();
        var payloads = new SignedPayloads(appSecret, Clock.GetUtcNow());
        await using var receiver = await ReceiverServer.StartAsync(Setup(), appSecret, directory.Path, cancellationToken);
        await DoorProbe.CheckAcceptsAsync(receiver, payloads, ProbeNumber, cancellationToken);
        await DoorProbe.CheckRefusesForgeryAsync(receiver, payloads, ProbeNumber + 1, cancellationToken);

        await using var front = options.IsBehindNginx ? await NginxFront.StartAsync(receiver, directory.Path, cancellationToken) : null;
        var port = front?.Port ?? receiver.Callback.Port;
        var traffic = new GenuineTraffic(port, payloads, number => number % 2 is 0 ? attack.LongBody ?? payloads.BodyLength : payloads.BodyLength);
        using var trafficEnd = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = traffic.RunAsync(trafficEnd.Token);

        try
        {
            var target = new AttackTarget(receiver, port, attack.Connections(attack.FileHandles), options.MegabytesPerSecond, options.SegmentBytes, payloads, directory.Path);
            return await MeasureAsync(target, traffic, EndTrafficAsync, cancellationToken);
        }
        finally
        {
            await EndTrafficAsync();
        }

        async Task EndTrafficAsync()
        {
            await trafficEnd.CancelAsync();
            await sending;
        }
    }

    private async Task<AttackResult> MeasureAsync(AttackTarget target, GenuineTraffic traffic, Func<Task> endTraffic, CancellationToken cancellationToken)
    {
        var receiver = target.Receiver;
        await Task.Delay(TimeSpan.FromSeconds(WarmUpSeconds), Clock, cancellationToken);

        await using var memory = new MemoryWatch(receiver.ProcessId);
        var before = memory.Now;
        var begin = Clock.GetTimestamp();
        var outcome = await attack.Begin(target).RunAsync(TimeSpan.FromSeconds(attack.Seconds), cancellationToken);
        var peak = memory.Peak;
        var end = begin + (attack.Seconds * Clock.TimestampFrequency);

        if (options.IsQuietAfter)
        {
            await endTraffic();
        }

        if (receiver.ExitCode is null)
        {
            await Task.Delay(TimeSpan.FromSeconds(options.After), Clock, cancellationToken);
        }

        var after = receiver.ExitCode is null ? memory.Now : double.NaN;
        var exitCode = receiver.ExitCode;
        await endTraffic();

        if (exitCode is not null)
        {
            await WriteLastWordsAsync(receiver);
        }

        return new AttackResult(
            traffic.Figures(isNew: false, begin, end),
            traffic.Figures(isNew: true, begin, end),
            traffic.Figures(isNew: false, end, long.MaxValue),
            before,
            peak,
            after,
            exitCode,
            outcome);
    }

    /// <summary>What is no line of the log comes from the runtime, and says what it died of.</summary>
    private async Task WriteLastWordsAsync(RunningServer receiver)
    {
        await Console.Error.WriteLineAsync($"The last words of the receiver that died in {attack.Name}:");

        foreach (var line in receiver.LastLines.Where(static line => !line.StartsWith('{')).DefaultIfEmpty("none but its log"))
        {
            await Console.Error.WriteLineAsync(line);
        }
    }

    private ReceiverSetup Setup() => new()
    {
        Handlers = attack.Handlers,
        FileHandles = attack.FileHandles,

        Settings = [.. HeapLimit(), .. options.IsBehindNginx ? TrustInTheFront : []],
    };

    private static KeyValuePair<string, string>[] TrustInTheFront { get; } = [new("WhatsApp:TrustedProxies:0", "127.0.0.1")];

    /// <summary>The runtime reads it as a hexadecimal number of bytes.</summary>
    private IEnumerable<KeyValuePair<string, string>> HeapLimit() => attack.HeapMebibytes is { } heap
        ? [new("DOTNET_GCHeapHardLimit", (heap * 1024L * 1024L).ToString("X", CultureInfo.InvariantCulture))]
        : [];
}
