namespace WebhookReceiver.Benchmarks;

/// <summary>Makes sure that what is measured as a disk is one: memory has no syncs worth the name, and its files would count as somebody's memory.</summary>
internal static class RealDisk
{
    private static readonly string[] InMemory = ["tmpfs", "ramfs"];

    /// <returns>The kind of file system.</returns>
    /// <exception cref="BenchmarkFailedException">It is no disk, or it has no room.</exception>
    public static string Check(string directory, long bytes)
    {
        var drive = new DriveInfo(directory);

        if (InMemory.Contains(drive.DriveFormat, StringComparer.Ordinal))
        {
            throw new BenchmarkFailedException(
                $"{directory} lies in memory ({drive.DriveFormat}), where a sync costs nothing. Set TMPDIR to a folder on a real disk.");
        }

        // Twice as much as will be written: a disk that is nearly full is slower, and refuses deliveries.
        if (drive.AvailableFreeSpace < (2 * bytes) + (1L << 30))
        {
            throw new BenchmarkFailedException(
                FormattableString.Invariant($"{directory} has {drive.AvailableFreeSpace:N0} free bytes, which is too few to write {bytes:N0}. ")
                + "Set TMPDIR to a larger disk.");
        }

        return drive.DriveFormat;
    }
}
