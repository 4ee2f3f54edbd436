using System.Globalization;

namespace WebhookReceiver.Benchmarks;

/// <summary>What the kernel counts for a process.</summary>
/// <param name="Resident">Bytes in memory now, files that are mapped into it included.</param>
/// <param name="Peak">The most there were since its start.</param>
/// <param name="ServerGcThreads">Threads of the server garbage collector: none when it has the other one, whatever was asked for.</param>
internal sealed record ProcessMemory(long Resident, long Peak, int ServerGcThreads)
{
    public static ProcessMemory Read(int processId)
    {
        var directory = string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}");
        var status = File.ReadAllLines(Path.Combine(directory, "status"));
        var threads = Directory.EnumerateDirectories(Path.Combine(directory, "task")).Select(static thread => File.ReadAllText(Path.Combine(thread, "comm")));

        return new ProcessMemory(
            Value(status, "VmRSS:"), Value(status, "VmHWM:"), threads.Count(static name => name.StartsWith(".NET Server GC", StringComparison.Ordinal)));
    }

    private static long Value(string[] status, string name)
    {
        var line = status.First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Replace("kB", string.Empty, StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) * 1024;
    }
}
