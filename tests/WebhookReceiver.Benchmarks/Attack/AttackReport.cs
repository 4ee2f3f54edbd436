using static System.FormattableString;

namespace WebhookReceiver.Benchmarks;

/// <summary>A row for each case as soon as it has ended, and below the table every bar that was missed.</summary>
internal sealed class AttackReport(TextWriter output)
{
    private readonly List<string> missed = [];

    public async Task BeginAsync()
    {
        await output.WriteLineAsync("200 genuine deliveries a second beside each attack: 180 over 20 kept connections, 20 over new ones; from when they were due");
        await output.WriteLineAsync();
        await output.WriteLineAsync(
            """
            | case                 | kept 200 | kept p99 ms |  new 200 |  new p99 ms | RSS before MB |   peak |  after | alive | attack |
            |----------------------|---------:|------------:|---------:|------------:|--------------:|-------:|-------:|-------|--------|
            """);
    }

    public async Task RowAsync(AttackCase attack, AttackResult result)
    {
        var alive = result.ExitCode is { } code ? Invariant($"died with exit code {code}") : "yes";
        var recovery = result.ExitCode is null && result.KeptAfter.Share < 1 ? Invariant($"; kept 200 after it: {result.KeptAfter.Share:F3}") : string.Empty;

        await output.WriteLineAsync(
            Invariant($"| {attack.Name,-20} | {result.Kept.Share,8:F3} | {result.Kept.P99,11:F1} | {result.New.Share,8:F3} | {result.New.P99,11:F1} ")
            + Invariant($"| {result.Before,13:F0} | {result.Peak,6:F0} | {result.After,6:F0} | {alive,-5} | {result.Outcome.Remark}{recovery} |"));

        missed.AddRange(attack.Bars.Missed(result).Select(line => $"{attack.Name}: {line}: DOES NOT HOLD."));
    }

    public async Task EndAsync()
    {
        await output.WriteLineAsync();

        foreach (var line in missed.DefaultIfEmpty("All bars hold."))
        {
            await output.WriteLineAsync(line);
        }
    }
}
