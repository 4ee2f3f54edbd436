using System.Runtime.InteropServices;
using static System.FormattableString;

namespace WebhookReceiver.Benchmarks;

/// <summary>The first line above the figures: on what they were measured, and how busy that was with other things.</summary>
internal static class Surroundings
{
    public static string Describe(string fileSystem) =>
        Invariant($"{RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, ")
        + Invariant($"{fileSystem}, load {Load()} at the begin");

    /// <summary>How many processes wanted a processor, on average of the last minute.</summary>
    public static string Load() => File.ReadAllText("/proc/loadavg").Split(' ')[0];
}
