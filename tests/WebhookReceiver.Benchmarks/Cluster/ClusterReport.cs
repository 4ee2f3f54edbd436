using static System.FormattableString;

namespace WebhookReceiver.Benchmarks;

/// <summary>The tables of <c>cluster</c>, and whether its bars hold.</summary>
internal sealed class ClusterReport(TextWriter output)
{
    private const double LeastSustained = 10_000;
    private const double LatencyFactor = 2.5;
    private const double LatencyMilliseconds = 5;
    private const double LongestFailover = 15;
    private const double LeastBesideStranger = 0.9;

    public async Task BeginAsync(string surroundings)
    {
        await output.WriteLineAsync(surroundings);
        await output.WriteLineAsync();
    }

    public async Task ThroughputAsync(IReadOnlyList<ClusterRow> rows, double journal)
    {
        await output.WriteLineAsync(
            """
            | instances | accepted/s | handled/s |  p50 ms |  p99 ms | batch | bare rows/s | ratio to bare | to the journal | table MB/million | index MB/million |
            |----------:|-----------:|----------:|--------:|--------:|------:|------------:|--------------:|---------------:|-----------------:|-----------------:|
            """);

        foreach (var row in rows)
        {
            await output.WriteLineAsync(
                Invariant($"| {row.Instances,9} | {row.Run.Accepted,10:N0} | {row.Run.Handled,9:N0} | {row.Run.P50,7:F1} | {row.Run.P99,7:F1} | {row.Batch,5:F1} ")
                + Invariant($"| {row.Bare,11:N0} | {row.Run.Sustained / row.Bare,13:F3} | {row.Run.Sustained / journal,14:F3} | {row.TableBytes,16:N0} | {row.IndexBytes,16:N0} |"));
        }

        await output.WriteLineAsync();
        await output.WriteLineAsync(Invariant($"The journal on this machine: {journal:N0} deliveries a second accepted and handled."));
        await BarAsync(
            Invariant($"accepted and handled at least {LeastSustained:N0}/s"), rows.Max(static row => row.Run.Sustained) >= LeastSustained, Invariant($"{rows.Max(static row => row.Run.Sustained):N0}/s"));
    }

    public async Task LatencyAsync(int rate, Percentiles answers, Percentiles commits)
    {
        var bar = (LatencyFactor * commits.P99) + LatencyMilliseconds;
        await output.WriteLineAsync(Invariant($"At {rate}/s an acknowledgement takes p50 {answers.P50:F2} ms, p99 {answers.P99:F2} ms; a commit of one row p50 {commits.P50:F2} ms, p99 {commits.P99:F2} ms."));
        await BarAsync(Invariant($"p99 at most {LatencyFactor} x the commit's p99 + {LatencyMilliseconds} ms = {bar:F2} ms"), answers.P99 <= bar, Invariant($"{answers.P99:F2} ms"));
    }

    public async Task FailoverAsync(TimeSpan time, WrkRun run)
    {
        await output.WriteLineAsync(Invariant($"Meanwhile the first instance answered {run.Requests:N0} deliveries, {run.Refused} of them with a refusal."));
        await BarAsync(
            Invariant($"from kill -9 of one of three to the first handled event of its conversations at most {LongestFailover} s"), time.TotalSeconds <= LongestFailover, Invariant($"{time.TotalSeconds:F1} s"));
    }

    public async Task StrangerAsync(int seconds, ClusterRun without, ClusterRun with)
    {
        await output.WriteLineAsync(Invariant($"Without a stranger's transaction {without.Sustained:N0}/s, with one that has been open for {seconds} s {with.Sustained:N0}/s."));
        var ratio = with.Sustained / without.Sustained;
        await BarAsync(Invariant($"at least {LeastBesideStranger} of that without"), ratio >= LeastBesideStranger, Invariant($"{ratio:F3}"));
    }

    private async Task BarAsync(string bar, bool holds, string figure)
    {
        await output.WriteLineAsync($"Bar: {bar}: {figure}, {(holds ? "holds" : "DOES NOT HOLD")}.");
        await output.WriteLineAsync();
    }
}
