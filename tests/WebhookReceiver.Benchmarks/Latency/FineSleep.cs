using System.Runtime.InteropServices;

namespace WebhookReceiver.Benchmarks;

/// <summary>Waits to the microsecond: the framework sleeps whole milliseconds, and spinning would take the processor from what is measured.</summary>
internal static partial class FineSleep
{
    private const uint Longest = 500_000;

    /// <param name="timestamp">A timestamp of <see cref="TimeProvider.System"/>.</param>
    public static void Until(long timestamp)
    {
        while (TimeProvider.System.GetElapsedTime(TimeProvider.System.GetTimestamp(), timestamp) is { Ticks: >= TimeSpan.TicksPerMicrosecond } left)
        {
            // Cut short by a signal, it is called again.
            _ = USleep((uint)Math.Min(Longest, left.Ticks / TimeSpan.TicksPerMicrosecond));
        }
    }

    [LibraryImport("libc", EntryPoint = "usleep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int USleep(uint microseconds);
}
