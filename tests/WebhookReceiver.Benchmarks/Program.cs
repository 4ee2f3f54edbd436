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
             --payloads 320000        distinct signed payloads; when they are used up they start again, as duplicates
             --store Journal|Memory   Inbox:Store of the receiver
             --set Key=Value          any other setting of the receiver, repeatable
    sustained  deliveries per second acknowledged and handled, store Journal, against the bare endpoint, driven by wrk
             --connections 64         how many connections
             --pairs 3                pairs of runs; the median counts
             --seconds 10             length of one run, after 3 s of warm-up
             --payloads 600000        distinct signed payloads; when they do not last, the run fails
    watched  what it costs to be watched: deliveries per second acknowledged and handled, store Journal, of a receiver with its metrics scraped every two seconds, the
             console open and everything exported over OTLP, against one that nobody looks at; short runs of both alternate
             --connections 64         how many connections
             --rounds 4               how often two new receivers are started
             --pairs 8                pairs of runs in a round; the median of all counts
             --seconds 2              length of one run, after 12 s of warm-up
             --payloads 900000        distinct signed payloads; when they do not last, the run fails
             --means scrape,live,metrics,traces,logs
             --traced N               per cent of the notifications whose trace is recorded; the usual 20 a second when left out
    against  what a change costs: the same of this build of the receiver against another; short runs of both alternate
             --host FOLDER            into which the other build's host was published: bin/Release/net10.0/host of the benchmarks of its commit
             --connections, --rounds, --pairs, --seconds, --payloads  as for watched
    latency  how long an acknowledgement takes at a fixed rate (open loop), store Journal, against one fdatasync on the same disk
             --rate 1000              requests per second
             --seconds 20             length of the run, after 3 s of warm-up
    recovery from the start of the process to ready: with an empty folder, and with a large journal
             --bytes 1073741824       size of the journal
             --state open|settled|both  whether its deliveries are still to be handled
    find     how long an operator waits for an answer of /api/events on a journal of handled events, and the memory of that
             --events 10000000        how many events it has
             --searches 100           how many of each kind
    backlog  memory while payloads wait on disk and no handler ends, with either garbage collector
             --payloads 1000000       how many wait
             --bytes 1024             size of each
    stuck    how long healthy messages take until they are handled, store Journal, while very many others are stuck, and the memory of those
             --case hanging|parked|letters|all
             --events 1000000         how many conversations are parked, and how many dead letters there are
    attack   what strangers can do who know the URL: the share of genuine deliveries that is answered with 200 beside each attack, 200 a second over
             kept and new connections, their p99, and the memory before, at the peak and afterwards
             --case none|pipelined-gets|unsigned-bodies|memory|slow-readers|idle-connections|idle-operations|trickled-bodies|bad-signatures|
                    signed-amplification|handshakes|all
             --seconds 30             length of the attack; 60 for memory
             --after 30               seconds from its end to the last look at the memory
             --afterwards traffic|quiet  whether genuine deliveries go on in these seconds
             --connections N          how many the attackers have, instead of what the case says (up to 10,000: see ulimit -n)
             --heap N                 MiB of managed heap that the receiver may have; 192 for the three about memory, else as it is shipped
             --handles N              file handles that the receiver may have; 1024 for idle-operations, else as many as this program
             --bandwidth 125          MB/s that unsigned bodies take together
             --segment N              largest TCP segment that the attackers take, 1448 as on Ethernet; else 65483, with which the kernel buffers
                                      more for each connection
    cluster  receivers on one PostgreSQL: deliveries per second accepted and handled by 1, 2 and 4 of them, against a bare loop of inserts and against the
             journal, the size of the tables; p99 of an answer at 1,000 a second; how soon the others go on when one is killed; and the throughput
             while a stranger's transaction is open
             --case throughput|latency|failover|stranger|all
             --connections 64         how many connections, shared among the instances
             --seconds 10             length of each run, after 3 s of warm-up
             --payloads 600000        distinct signed payloads; when they do not last, the run fails
             --stranger 300           seconds for which the stranger's transaction is open before the second run
    parse    what reading costs against a bare Utf8JsonReader over the same bytes: a text message, a status, 1,000 messages, 3 MB of history;
             and the memory of one large read
    micro    BenchmarkDotNet cases; what follows goes to BenchmarkDotNet (--filter, --list …), default: all

    The journal lies in a temporary folder under TMPDIR, which must be on a real disk: tmpfs is refused. It takes up to 8 GB with the values above, and is
    deleted at the end. sustained, watched, against, latency, recovery, find, backlog, stuck, attack and cluster run on Linux only.
    """;

using var stopping = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, StopInOrder);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, StopInOrder);

switch (args)
{
    case ["door", .. var rest]:
        return await DoorAsync(rest);

    case ["sustained", .. var rest]:
        return await RunAsync(token => new SustainedBenchmark(SustainedOptions.Read(rest)).RunAsync(token));

    case ["watched", .. var rest]:
        return await RunAsync(token => new WatchedBenchmark(WatchedOptions.Read(rest)).RunAsync(token));

    case ["against", .. var rest]:
        return await RunAsync(token => new AgainstBenchmark(AgainstOptions.Read(rest)).RunAsync(token));

    case ["latency", .. var rest]:
        return await RunAsync(token => new LatencyBenchmark(LatencyOptions.Read(rest)).RunAsync(token));

    case ["recovery", .. var rest]:
        return await RunAsync(token => new RecoveryBenchmark(RecoveryOptions.Read(rest)).RunAsync(token));

    case ["find", .. var rest]:
        return await RunAsync(token => new FindBenchmark(FindOptions.Read(rest)).RunAsync(token));

    case ["backlog", .. var rest]:
        return await RunAsync(token => new BacklogBenchmark(BacklogOptions.Read(rest)).RunAsync(token));

    case ["stuck", .. var rest]:
        return await RunAsync(token => new StuckBenchmark(StuckOptions.Read(rest)).RunAsync(token));

    case ["attack", .. var rest]:
        return await RunAsync(token => new AttackBenchmark(AttackOptions.Read(rest)).RunAsync(token));

    case ["cluster", .. var rest]:
        return await RunAsync(token => new ClusterBenchmark(ClusterOptions.Read(rest)).RunAsync(token));

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
    catch (UsageException refused)
    {
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{refused.Message}\n\n{usage}"));
        return 2;
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
