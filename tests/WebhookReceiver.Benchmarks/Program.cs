using System.Globalization;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Running;
using WebhookReceiver.Benchmarks;

const string usage = """
    dotnet run -c Release --project tests/WebhookReceiver.Benchmarks -- <verb>

    door     acknowledged POST/s of the receiver against a bare Kestrel endpoint, driven by wrk over loopback
             --connections 1,64,256   how many connections, one row each
             --pairs 7                pairs of runs per row; the median counts
             --seconds 5              length of one run, after 3 s of warm-up
             --payloads 80000         distinct signed payloads; when they are used up they start again, as duplicates
             --store Memory|Journal   Inbox:Store of the receiver
             --set Key=Value          any other setting of the receiver, repeatable
    parse    what reading costs against a bare Utf8JsonReader over the same bytes: a text message, a status, 1,000 messages, 3 MB of history;
             and the memory of one large read
    micro    BenchmarkDotNet cases; what follows goes to BenchmarkDotNet (--filter, --list …), default: all
    """;

using var stopping = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, StopInOrder);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, StopInOrder);

switch (args)
{
    case ["door", .. var rest]:
        return await DoorAsync(rest);

    case ["parse"]:
        return await RunAsync(new ParseBenchmark(Console.Out).RunAsync);

    case ["micro", .. var rest]:
        BenchmarkSwitcher.FromAssembly(typeof(SignatureBenchmarks).Assembly).Run(rest is [] ? ["--filter", "*"] : rest, MicroConfig.Create());
        return 0;

    // Not in the usage text: the child process that `door` measures against.
    case ["bare", "--url", var url]:
        await BareServer.RunAsync(new Uri(url), stopping.Token);
        return 0;

    // Nor this: the child process in which `parse` reads a body once.
    case ["read-once", var file]:
        await Console.Out.WriteLineAsync(ParseMemory.ReadOnce(file));
        return 0;

    default:
        await Console.Error.WriteLineAsync(usage);
        return 2;
}

async Task<int> DoorAsync(string[] rest)
{
    if (!DoorOptions.TryRead(rest, out var options, out var problem))
    {
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{problem}\n\n{usage}"));
        return 2;
    }

    return await RunAsync(new DoorBenchmark(options).RunAsync);
}

async Task<int> RunAsync(Func<CancellationToken, Task> benchmark)
{
    try
    {
        await benchmark(stopping.Token);
        return 0;
    }
    catch (BenchmarkFailedException failure)
    {
        await Console.Error.WriteLineAsync(failure.Message);
        return 1;
    }
    catch (OperationCanceledException) when (stopping.IsCancellationRequested)
    {
        return 130;
    }
}

// The process must live until its children are ended.
void StopInOrder(PosixSignalContext context)
{
    context.Cancel = true;
    stopping.Cancel();
}
