using System.Globalization;
using System.Runtime.InteropServices;

namespace WebhookReceiver.Benchmarks;

/// <summary>The table on the standard output, a row as soon as it is known; progress and remarks on the other, so that the table can be piped.</summary>
internal sealed class DoorReport(DoorOptions options, TextWriter table, TextWriter remarks)
{
    private double mostRepeats;
    private long socketErrors;
    private long refused;

    public async Task BeginAsync(string wrkVersion)
    {
        await table.WriteLineAsync(Text(
            $"{RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, {wrkVersion}"));
        await table.WriteLineAsync(Text(
            $"store {options.Store}, {options.Pairs} pairs of {options.Seconds} s, medians, {options.Payloads} payloads"));
        await table.WriteLineAsync();
        await table.WriteLineAsync(
            """
            | connections | bare POST/s | receiver POST/s |   refused | bare p50 ms | bare p99 ms | recv p50 ms | recv p99 ms | ratio |   min |   max |
            |------------:|------------:|----------------:|----------:|------------:|------------:|------------:|------------:|------:|------:|------:|
            """);
    }

    public async Task ProgressAsync(int connections, IReadOnlyList<DoorPair> pairs)
    {
        var pair = pairs[^1];
        mostRepeats = Math.Max(mostRepeats, (double)pair.ReceiverSent / options.Payloads);
        socketErrors += pair.Bare.SocketErrors + pair.Receiver.SocketErrors;
        refused += pair.Receiver.Refused;

        await remarks.WriteLineAsync(
            Text($"{connections} connections, pair {pairs.Count} of {options.Pairs}: ")
            + Text($"bare {pair.Bare.AnsweredPerSecond:N0}/s, receiver {pair.Receiver.AnsweredPerSecond:N0}/s, ratio {pair.Ratio:F3}"));
    }

    public async Task RowAsync(int connections, IReadOnlyList<DoorPair> pairs)
    {
        var bare = Median.Of(pairs.Select(pair => pair.Bare.AnsweredPerSecond));
        var receiver = Median.Of(pairs.Select(pair => pair.Receiver.AnsweredPerSecond));
        var bareP50 = Median.Of(pairs.Select(pair => pair.Bare.P50Microseconds / 1e3));
        var bareP99 = Median.Of(pairs.Select(pair => pair.Bare.P99Microseconds / 1e3));
        var receiverP50 = Median.Of(pairs.Select(pair => pair.Receiver.P50Microseconds / 1e3));
        var receiverP99 = Median.Of(pairs.Select(pair => pair.Receiver.P99Microseconds / 1e3));
        var ratios = pairs.Select(pair => pair.Ratio).ToArray();

        await table.WriteLineAsync(
            Text($"| {connections,11} | {bare,11:N0} | {receiver,15:N0} | {pairs.Sum(pair => pair.Receiver.Refused),9} ")
            + Text($"| {bareP50,11:F2} | {bareP99,11:F2} | {receiverP50,11:F2} | {receiverP99,11:F2} ")
            + Text($"| {Median.Of(ratios),5:F3} | {ratios.Min(),5:F3} | {ratios.Max(),5:F3} |"));
    }

    /// <summary>Says what the reader of the table has to know about these figures.</summary>
    public async Task EndAsync()
    {
        if (refused > 0)
        {
            await remarks.WriteLineAsync("Refused requests do not count as answered, but their latency is in p50 and p99: wrk cannot tell them apart.");
        }

        if (mostRepeats > 1)
        {
            await remarks.WriteLineAsync(
                Text($"A receiver was sent each payload up to {Math.Ceiling(mostRepeats):F0} times; ")
                + "repeats are duplicates, which it need not handle. More --payloads avoid that.");
        }

        if (socketErrors > 0)
        {
            await remarks.WriteLineAsync(Text($"{socketErrors} socket errors (connect, read, write, timeout): look into them before you trust the figures."));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
