using System.Globalization;

namespace WebhookReceiver.Listeners;

/// <summary>
/// How many connections the process can have without running out of file handles: a process that runs out can neither load its own code nor write its inbox.
/// </summary>
internal static class FileHandles
{
    private const int MostConnections = 10_000;
    private const int FewestConnections = 16;

    /// <summary>What the runtime (two for each loaded assembly, 240 in all), the logs, the inbox and the operations listener need, with a margin.</summary>
    private const int Reserved = 360;

    /// <summary>The fraction of the rest that is left to handlers is one in this many.</summary>
    private const int HandlersShare = 8;

    private const string LimitsFile = "/proc/self/limits";
    private const string OpenFiles = "Max open files";

    public static long ForConnections()
    {
        var rest = Limit() - Reserved;
        return Math.Clamp(rest - (rest / HandlersShare), FewestConnections, MostConnections);
    }

    /// <returns>The problem; null when there are enough.</returns>
    public static string? Problem() => Limit() is < Reserved + FewestConnections and var limit
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"The process is limited to {limit} file handles and needs at least {Reserved + FewestConnections}; raise the limit (ulimit -n, LimitNOFILE= of systemd, --ulimit nofile= of docker).")
        : null;

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
