using System.Globalization;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary>Measures on request how long the disk of the inbox takes to make a small write durable, with a file of its own beside the journal's.</summary>
internal sealed class DiskMeasurement(ChosenStore store, TimeProvider clock) : IDisposable
{
    public const string Name = "Disk sync";

    private const int Rounds = 20;
    private const int WriteBytes = 4096;
    private const string FileName = "sync-time.tmp";

    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(20);

    /// <summary>One at a time: a second one would measure the first.</summary>
    private readonly SemaphoreSlim gate = new(1, 1);

    public async Task<DoctorCheck> MeasureAsync(CancellationToken cancellationToken)
    {
        if (store.Folder is not { Taken.IsCompleted: true } folder)
        {
            return DoctorCheck.NotChecked(Name, $"The store {store.Name} has no folder on this machine, or it is not open yet.", "Monitor the disk of the database, or use the store Journal.");
        }

        await gate.WaitAsync(cancellationToken);

        try
        {
            return Verdict(await Task.Run(() => Measure(Path.Combine(folder.Path, FileName)), cancellationToken));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return DoctorCheck.Failed(Name, $"A file cannot be written to {folder.Path}: {exception.Message}", "Check the disk and the permissions.");
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private static DoctorCheck Verdict(List<TimeSpan> times)
    {
        times.Sort();
        var (middle, longest) = (times[times.Count / 2], times[^1]);
        var evidence = string.Create(CultureInfo.InvariantCulture, $"{Rounds} writes of {WriteBytes} bytes: the median took {middle.TotalMilliseconds:0.00} ms, the longest {longest.TotalMilliseconds:0.00} ms until it was on disk.");

        return middle < Slow ? DoctorCheck.Ok(Name, evidence)
            : DoctorCheck.Warning(Name, evidence, "Deliveries share a sync, so throughput stays; each waits that long for its 200. A local SSD takes about a millisecond.");
    }

    private List<TimeSpan> Measure(string path)
    {
        var times = new List<TimeSpan>(Rounds);

        try
        {
            using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.None);
            var bytes = new byte[WriteBytes];

            for (var round = 0; round < Rounds; round++)
            {
                var began = clock.GetTimestamp();
                RandomAccess.Write(file, bytes, (long)round * WriteBytes);
                RandomAccess.FlushToDisk(file);
                times.Add(clock.GetElapsedTime(began));
            }
        }
        finally
        {
            File.Delete(path);
        }

        return times;
    }
}
