using System.Diagnostics;
using System.Security.Cryptography;
using static System.FormattableString;

namespace WebhookReceiver.Benchmarks;

/// <summary>
/// Several receivers on one PostgreSQL, all on this machine: how many deliveries a second are accepted and handled, how long an acknowledgement takes, how soon the others go on
/// when one dies, and what a transaction that a stranger leaves open costs.
/// </summary>
internal sealed class ClusterBenchmark(ClusterOptions options)
{
    /// <summary>Until the runtime has compiled what is called often, which takes longest while receivers, database and load share the processors.</summary>
    private const int WarmUpSeconds = 12;
    private const int Rate = 1000;
    private const int FailoverConnections = 4;
    private const int FailoverSeconds = 20;
    private const int StrangerRate = 500;

    /// <summary>Of a request on the wire, and its rows, indexes and write-ahead log; generously.</summary>
    private const int BytesPerPayload = 8_000;

    private static readonly int[] Counts = [1, 2, 4];

    private readonly string appSecret = RandomNumberGenerator.GetHexString(32, lowercase: true);
    private readonly ClusterReport report = new(Console.Out);
    private SignedPayloads payloads = null!;
    private RequestFile requests = null!;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var wrk = await Wrk.VersionAsync(cancellationToken);
        using var directory = new TemporaryDirectory();
        var fileSystem = RealDisk.Check(directory.Path, (long)options.Payloads * BytesPerPayload);
        payloads = new SignedPayloads(appSecret, TimeProvider.System.GetUtcNow());
        requests = await RequestFile.WriteAsync(Path.Combine(directory.Path, "requests"), payloads, options.Payloads, cancellationToken);
        await using var database = await PostgresServer.StartAsync(directory.Path, cancellationToken);
        await report.BeginAsync(
            $"{Surroundings.Describe(fileSystem)}, {wrk}, {(await database.ReadAsync<string>("select version()", cancellationToken)).Split(',')[0]} with its defaults");

        if (options.Includes("throughput"))
        {
            await ThroughputAsync(database, cancellationToken);
        }

        if (options.Includes("latency"))
        {
            await LatencyAsync(database, cancellationToken);
        }

        if (options.Includes("failover"))
        {
            await FailoverAsync(database, cancellationToken);
        }

        if (options.Includes("stranger"))
        {
            await StrangerAsync(database, cancellationToken);
        }
    }

    private async Task ThroughputAsync(PostgresServer database, CancellationToken cancellationToken)
    {
        var journal = await JournalAsync(cancellationToken);
        var rows = new List<ClusterRow>();

        foreach (var count in Counts)
        {
            await using var cluster = await Cluster.StartAsync(database, Invariant($"instances_{count}"), count, appSecret, cancellationToken);
            await cluster.UntilSpreadAsync(cancellationToken);
            var run = await LoadAsync(cluster, cancellationToken);
            await cluster.UntilHandledAsync(cancellationToken);
            var batch = await cluster.BatchAsync(cancellationToken);
            var bare = await new BareInserts(database, cluster.Schema, payloads.Body(0)).RunAsync(
                Math.Max(1, (int)Math.Round(batch)), TimeSpan.FromSeconds(options.Seconds), cancellationToken);
            rows.Add(new ClusterRow(
                count,
                run,
                batch,
                Math.Max(1, Math.Round(batch)) * bare.Count / bare.Sum(static commit => commit.TotalSeconds),
                await cluster.BytesAsync("pg_table_size", cancellationToken),
                await cluster.BytesAsync("pg_indexes_size", cancellationToken)));
        }

        await report.ThroughputAsync(rows, journal);
    }

    /// <summary>Warms a cluster up, and then measures for as long as was asked for.</summary>
    private async Task<ClusterRun> LoadAsync(Cluster cluster, CancellationToken cancellationToken)
    {
        await WrkAsync(cluster, WarmUpSeconds, cancellationToken);
        var from = await cluster.NowAsync(cancellationToken);
        var runs = await WrkAsync(cluster, options.Seconds, cancellationToken);
        var to = await cluster.NowAsync(cancellationToken);

        if (runs.Sum(static run => run.Refused + run.SocketErrors) is > 0 and var refused)
        {
            throw new BenchmarkFailedException(Invariant($"{refused} requests were refused or got no answer."));
        }

        var seconds = (to - from).TotalSeconds;
        return new ClusterRun(
            await cluster.AcceptedAsync(from, to, cancellationToken) / seconds,
            await cluster.HandledAsync(from, to, cancellationToken) / seconds,
            runs.Max(static run => run.P50Microseconds) / 1000.0,
            runs.Max(static run => run.P99Microseconds) / 1000.0);
    }

    /// <summary>Each instance gets its share of the connections, and its own part of the requests.</summary>
    private async Task<WrkRun[]> WrkAsync(Cluster cluster, int seconds, CancellationToken cancellationToken)
    {
        var share = requests.Count / cluster.Instances.Count;

        for (var index = 0; index < cluster.Instances.Count; index++)
        {
            cluster.Instances[index].Sent = Math.Max(cluster.Instances[index].Sent, (long)share * index);
        }

        var runs = await Task.WhenAll(cluster.Instances.Select(instance => Wrk.RunAsync(
            instance, requests, Math.Max(1, options.Connections / cluster.Instances.Count), seconds, cancellationToken)));

        for (var index = 0; index < cluster.Instances.Count; index++)
        {
            if (cluster.Instances[index].Sent > (long)share * (index + 1))
            {
                throw new BenchmarkFailedException("Some payloads were sent twice; a duplicate is not handled. Give more --payloads or fewer --seconds.");
            }
        }

        return runs;
    }

    private async Task<double> JournalAsync(CancellationToken cancellationToken)
    {
        using var directory = new TemporaryDirectory();
        await using var receiver = await ReceiverServer.StartAsync(new ReceiverSetup(), appSecret, directory.Path, cancellationToken);
        await DoorProbe.CheckRefusesForgeryAsync(receiver, payloads, requests.Count + 1, cancellationToken);
        await Wrk.RunAsync(receiver, requests, options.Connections, WarmUpSeconds, cancellationToken);
        await receiver.WaitUntilQuietAsync(cancellationToken);
        var began = TimeProvider.System.GetTimestamp();
        var run = await Wrk.RunAsync(receiver, requests, options.Connections, options.Seconds, cancellationToken);
        var open = (await receiver.InboxAsync(cancellationToken)).Open;
        return (run.Requests - run.Refused - open) / TimeProvider.System.GetElapsedTime(began).TotalSeconds;
    }

    private async Task LatencyAsync(PostgresServer database, CancellationToken cancellationToken)
    {
        await using var cluster = await Cluster.StartAsync(database, "latency", 1, appSecret, cancellationToken);
        await cluster.UntilSpreadAsync(cancellationToken);
        var bare = new BareInserts(database, cluster.Schema, payloads.Body(0));
        var numbers = Enumerable.Range(0, Rate * (WarmUpSeconds + options.Seconds));
        var ready = numbers.Select(number => payloads.Request(number, ReceiverServer.CallbackPath)).ToArray();
        var before = await bare.RunAsync(1, TimeSpan.FromSeconds(5), cancellationToken);
        var callback = cluster.Instances[0].Callback;
        await OpenLoop.RunAsync(callback, ready[..(Rate * WarmUpSeconds)], Rate, cancellationToken);
        var answers = await OpenLoop.RunAsync(callback, ready[(Rate * WarmUpSeconds)..], Rate, cancellationToken);
        var after = await bare.RunAsync(1, TimeSpan.FromSeconds(5), cancellationToken);
        await report.LatencyAsync(Rate, new Percentiles(answers), new Percentiles([.. before, .. after]));
    }

    private async Task FailoverAsync(PostgresServer database, CancellationToken cancellationToken)
    {
        await using var cluster = await Cluster.StartAsync(database, "failover", 3, appSecret, cancellationToken);
        await cluster.UntilSpreadAsync(cancellationToken);
        var (survivor, victim) = (cluster.Instances[0], cluster.Instances[^1]);
        var load = Wrk.RunAsync(survivor, requests, FailoverConnections, FailoverSeconds, cancellationToken);
        await cluster.UntilAsync("the load was handled", $"select count(*) > 1000 from {cluster.Schema}.outcome where kind = 8", cancellationToken);
        var epochs = await database.ReadAsync<string>(
            $"select string_agg(format('(%s::smallint, %s::bigint)', id, epoch), ',') from {cluster.Schema}.slot where owner = (select id from {cluster.Schema}.instance order by started_at desc limit 1)", cancellationToken);
        var killed = await cluster.NowAsync(cancellationToken);

        using (var process = Process.GetProcessById(victim.ProcessId))
        {
            process.Kill();
        }

        var taken = $"from {cluster.Schema}.outcome o join (values {epochs}) as v(id, epoch) on v.id = o.slot and o.epoch > v.epoch where o.kind = 8";
        await cluster.UntilAsync("the conversations of the dead instance were handled", $"select exists (select 1 {taken})", cancellationToken);
        var first = await database.ReadAsync<DateTime>($"select min(o.at) {taken}", cancellationToken);
        var run = await load;
        await cluster.UntilHandledAsync(cancellationToken);
        await report.FailoverAsync(first - killed, run);
    }

    private async Task StrangerAsync(PostgresServer database, CancellationToken cancellationToken)
    {
        await using var cluster = await Cluster.StartAsync(database, "stranger", 1, appSecret, cancellationToken);
        await cluster.UntilSpreadAsync(cancellationToken);
        var without = await LoadAsync(cluster, cancellationToken);
        await cluster.UntilHandledAsync(cancellationToken);

        // It sees the tables as they were when it began, so nothing that has changed since can be cleaned up.
        await using var stranger = await database.OpenAsync(cancellationToken);
        await using var transaction = await stranger.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        await using var look = new Npgsql.NpgsqlCommand($"select count(*) from {cluster.Schema}.slot", stranger, transaction);
        await look.ExecuteScalarAsync(cancellationToken);
        var numbers = Enumerable.Range(requests.Count, StrangerRate * options.StrangerSeconds);
        var ready = numbers.Select(number => payloads.Request(number, ReceiverServer.CallbackPath)).ToArray();
        await OpenLoop.RunAsync(cluster.Instances[0].Callback, ready, StrangerRate, cancellationToken);
        var with = await LoadAsync(cluster, cancellationToken);
        await report.StrangerAsync(options.StrangerSeconds, without, with);
    }
}
