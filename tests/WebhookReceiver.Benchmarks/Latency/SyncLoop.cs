using System.Security.Cryptography;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Benchmarks;

/// <summary>
/// What the disk needs for the least that a journal does: 4 KiB at the end of a file, synced, one after another, with the journal's own calls.
/// </summary>
internal static class SyncLoop
{
    private const int BlockSize = 4096;

    /// <summary>So that a fast disk is not filled: 200 MB.</summary>
    private const int MostSyncs = 50_000;

    public static List<TimeSpan> Run(string directory, TimeSpan time, CancellationToken cancellationToken)
    {
        var disk = new PosixDisk();
        var path = Path.Combine(directory, "syncs");
        var block = RandomNumberGenerator.GetBytes(BlockSize);
        var times = new List<TimeSpan>(MostSyncs);
        var began = TimeProvider.System.GetTimestamp();

        using (var file = disk.Create(path))
        {
            while (times.Count < MostSyncs && TimeProvider.System.GetElapsedTime(began) < time)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var start = TimeProvider.System.GetTimestamp();
                file.Write((long)times.Count * BlockSize, block);
                file.Sync();
                times.Add(TimeProvider.System.GetElapsedTime(start));
            }
        }

        disk.Delete(path);
        return times;
    }
}
