using System.Globalization;

namespace WebhookReceiver.Listeners;

/// <summary>
/// How many connections the process can have without running out of file handles: one that has none left can neither load its own code nor write its inbox.
/// </summary>
internal static class FileHandles
{
    private const int MostConnections = 10_000;
    private const int FewestConnections = 16;

    /// <summary>What the runtime, the logs and the inbox need, with room to spare.</summary>
    private const int Reserved = 224;

    private const string LimitsFile = "/proc/self/limits";
    private const string OpenFiles = "Max open files";

    public static long ForConnections() => Math.Clamp(Limit() - Reserved, FewestConnections, MostConnections);

    private static long Limit()
    {
        if (!OperatingSystem.IsLinux())
        {
            return long.MaxValue;
        }

        var line = File.ReadLines(LimitsFile).FirstOrDefault(static line => line.StartsWith(OpenFiles, StringComparison.Ordinal));
        var value = line?[OpenFiles.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : long.MaxValue;
    }
}
