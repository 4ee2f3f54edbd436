using System.Globalization;
using System.Runtime.InteropServices;

namespace WebhookReceiver.Benchmarks;

/// <summary>What it costs to read bodies into events, in time and memory, as tables on <paramref name="table"/>.</summary>
internal sealed class ParseBenchmark(TextWriter table)
{
    private const double MegaByte = 1024 * 1024;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await table.WriteLineAsync(Text($"{RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}"));
        await table.WriteLineAsync("Walk: a bare Utf8JsonReader over the same bytes. Medians of alternating rounds.");
        await table.WriteLineAsync();
        await WriteTimesAsync([ParseBodies.Text(), ParseBodies.Status(), ParseBodies.Batch(), ParseBodies.History()], cancellationToken);
        await table.WriteLineAsync();
        await WriteMemoryAsync([ParseBodies.Batch(), ParseBodies.History(), ParseBodies.Worst()], cancellationToken);
    }

    private async Task WriteTimesAsync(IReadOnlyList<ParseCase> cases, CancellationToken cancellationToken)
    {
        await table.WriteLineAsync(
            """
            | body             |     bytes | events |   walk us |   read us | read us/event | allocated B/event | ratio |   min |   max |
            |------------------|----------:|-------:|----------:|----------:|--------------:|------------------:|------:|------:|------:|
            """);

        foreach (var subject in cases)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var result = new ParseRounds(subject).Run();

            await table.WriteLineAsync(
                Text($"| {result.Name,-16} | {result.Bytes,9:N0} | {result.Events,6:N0} | {result.Walk,9:N2} | {result.Read,9:N2} | {result.Read / result.Events,13:N2} ")
                + Text($"| {result.AllocatedPerRead / result.Events,17:N0} | {result.Ratio,5:F2} | {result.LowestRatio,5:F2} | {result.HighestRatio,5:F2} |"));
        }
    }

    private async Task WriteMemoryAsync(IReadOnlyList<ParseCase> cases, CancellationToken cancellationToken)
    {
        await table.WriteLineAsync("Memory of taking all events one after another in a fresh process: all allocations, rented arrays and dropped events included, and the growth of the working set.");
        await table.WriteLineAsync();
        await table.WriteLineAsync(
            """
            | body             |   body MB | allocated MB | x body | working set MB | x body |
            |------------------|----------:|-------------:|-------:|---------------:|-------:|
            """);

        foreach (var subject in cases)
        {
            var memory = await ParseMemory.MeasureAsync(subject, cancellationToken);

            await table.WriteLineAsync(
                Text($"| {memory.Name,-16} | {memory.Bytes / MegaByte,9:F2} | {memory.Allocated / MegaByte,12:F1} | {(double)memory.Allocated / memory.Bytes,6:F1} ")
                + Text($"| {memory.Resident / MegaByte,14:F1} | {(double)memory.Resident / memory.Bytes,6:F1} |"));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
