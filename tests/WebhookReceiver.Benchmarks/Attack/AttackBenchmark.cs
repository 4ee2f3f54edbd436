namespace WebhookReceiver.Benchmarks;

/// <summary>
/// What strangers can do who know the URL: each attack is made on a receiver of its own while a genuine sender delivers. What counts is whether that
/// sender is served, and how much memory it takes.
/// </summary>
internal sealed class AttackBenchmark(AttackOptions options)
{
    /// <summary>200 deliveries a second, their frames and outcomes; generously.</summary>
    private const long BytesPerCase = 1L << 28;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var cases = options.Cases.Select(Adjusted).ToList();
        OpenFiles.Check(cases.Max(static attack => attack.Connections(attack.FileHandles)));

        using (var directory = new TemporaryDirectory())
        {
            await Console.Out.WriteLineAsync(Surroundings.Describe(RealDisk.Check(directory.Path, BytesPerCase)));
        }

        var report = new AttackReport(Console.Out);
        await report.BeginAsync();

        foreach (var attack in cases)
        {
            await report.RowAsync(attack, await new AttackRun(attack, options).RunAsync(cancellationToken));
        }

        await report.EndAsync();
    }

    private AttackCase Adjusted(AttackCase attack) => attack with
    {
        Seconds = options.Seconds ?? attack.Seconds,
        Connections = options.Connections is { } count ? _ => count : attack.Connections,
        HeapMebibytes = options.HeapMebibytes ?? attack.HeapMebibytes,
        FileHandles = options.FileHandles ?? attack.FileHandles,
    };
}
