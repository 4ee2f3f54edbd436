using System.Globalization;

namespace WebhookReceiver.Listeners;

/// <summary>
/// How many connections the process can have without running out of file handles: one that has none left can neither load its own code nor write its inbox.
/// </summary>
internal static class FileHandles
{
    private const int MostConnections = 10_000;
    private const int FewestConnections = 16;

    /// <summary>What the runtime (two for each assembly that it has loaded, 240 in all), the logs, the inbox and the operations listener need, with room to spare.</summary>
    private const int Reserved = 360;

    /// <summary>Of the rest, what is left to handlers: one part in so many.</summary>
    private const int HandlersShare = 8;

    private const string LimitsFile = "/proc/self/limits";
    private const string OpenFiles = "Max open files";

    public static long ForConnections()
    {
        var rest = Limit() - Reserved;
        return Math.Clamp(rest - (rest / HandlersShare), FewestConnections, MostConnections);
    }

    /// <returns>What is wrong; null when there are enough.</returns>
    public static string? Problem() => Limit() is < Reserved + FewestConnections and var limit
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"The process may have {limit} file handles and needs {Reserved + FewestConnections} at least; raise the limit (ulimit -n, LimitNOFILE= of systemd, --ulimit nofile= of docker).")
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
