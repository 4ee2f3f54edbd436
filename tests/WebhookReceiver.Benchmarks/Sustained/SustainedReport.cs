using static System.FormattableString;

namespace WebhookReceiver.Benchmarks;

/// <summary>The table on the standard output, progress and remarks on the other.</summary>
internal sealed class SustainedReport(SustainedOptions options, TextWriter table, TextWriter remarks)
{
    private const double Bar = 0.4;

    /// <summary>What a backlog may grow by and still be none: a fiftieth of a second's work, on top of what is in the air.</summary>
    private const double Tolerance = 0.02;

    public async Task BeginAsync(string fileSystem, string wrkVersion)
    {
        await table.WriteLineAsync(Surroundings.Describe(fileSystem) + ", " + wrkVersion);
        await table.WriteLineAsync(
            Invariant($"store Journal, {options.Connections} connections, {options.Pairs} pairs of {options.Seconds} s, {options.Payloads} payloads"));
        await table.WriteLineAsync();
    }

    public Task ProgressAsync(IReadOnlyList<SustainedPair> pairs)
    {
        var pair = pairs[^1];

        return remarks.WriteLineAsync(
            Invariant($"pair {pairs.Count} of {options.Pairs}: bare {pair.Bare.AnsweredPerSecond:N0}/s, acked {pair.Receiver.AckedPerSecond:N0}/s, ")
            + Invariant($"handled {pair.Receiver.HandledPerSecond:N0}/s, backlog +{pair.Receiver.BacklogGrowth:N0}, ratio {pair.Ratio:F3}, load {Surroundings.Load()}"));
    }

    public async Task EndAsync(IReadOnlyList<SustainedPair> pairs)
    {
        var ratio = Median.Of(pairs.Select(static pair => pair.Ratio));

        await table.WriteLineAsync(
            """
            | bare POST/s | acked/s | handled/s | sustained/s | backlog growth |   refused | ratio |   min |   max |
            |------------:|--------:|----------:|------------:|---------------:|----------:|------:|------:|------:|
            """);
        await table.WriteLineAsync(
            Invariant($"| {Of(static pair => pair.Bare.AnsweredPerSecond),11:N0} | {Of(static pair => pair.Receiver.AckedPerSecond),7:N0} ")
            + Invariant($"| {Of(static pair => pair.Receiver.HandledPerSecond),9:N0} | {Of(static pair => pair.Receiver.SustainedPerSecond),11:N0} ")
            + Invariant($"| {Of(static pair => pair.Receiver.BacklogGrowth),14:N0} | {pairs.Sum(static pair => pair.Receiver.Run.Refused),9} ")
            + Invariant($"| {ratio,5:F3} | {pairs.Min(static pair => pair.Ratio),5:F3} | {pairs.Max(static pair => pair.Ratio),5:F3} |"));
        await table.WriteLineAsync();
        await table.WriteLineAsync(Invariant($"Bar: sustained at least {Bar} of bare: {(ratio >= Bar ? "holds" : "DOES NOT HOLD")}."));

        if (pairs.Count(pair => pair.Receiver.BacklogGrowth > options.Connections + (Tolerance * pair.Receiver.AckedPerSecond)) is > 0 and var grown)
        {
            await table.WriteLineAsync(
                Invariant($"The backlog grew in {grown} of {pairs.Count} runs: more was acknowledged than handled, and handled/s is what counts."));
        }

        if (pairs.Sum(static pair => pair.Bare.SocketErrors + pair.Receiver.Run.SocketErrors) is > 0 and var errors)
        {
            await remarks.WriteLineAsync(Invariant($"{errors} socket errors (connect, read, write, timeout): look into them before you trust the figures."));
        }

        double Of(Func<SustainedPair, double> figure) => Median.Of(pairs.Select(figure));
    }
}
