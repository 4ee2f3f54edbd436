using System.Globalization;
using static System.FormattableString;

namespace WebhookReceiver.Benchmarks;

/// <summary>Makes sure that this process can have as many connections as the attack is to have: each takes a file handle here, too.</summary>
internal static class OpenFiles
{
    /// <summary>For the runtime, and the connections of the genuine sender.</summary>
    private const int Reserved = 600;

    private const string LimitsFile = "/proc/self/limits";
    private const string Name = "Max open files";

    /// <exception cref="BenchmarkFailedException">It cannot.</exception>
    public static void Check(int connections)
    {
        var needed = connections + Reserved;

        if (Limit() < needed)
        {
            throw new BenchmarkFailedException(Invariant(
                $"{connections:N0} attackers need {needed:N0} file handles, and this process may have {Limit():N0}. ")
                + Invariant($"Raise the limit (ulimit -n {needed}), or give fewer --connections."));
        }
    }

    private static long Limit()
    {
        var line = File.ReadLines(LimitsFile).First(static line => line.StartsWith(Name, StringComparison.Ordinal));
        var value = line[Name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        return long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : long.MaxValue;
    }
}
