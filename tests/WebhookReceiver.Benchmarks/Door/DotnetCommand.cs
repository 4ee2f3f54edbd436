using System.Diagnostics;
using System.Globalization;

namespace WebhookReceiver.Benchmarks;

/// <summary>How a built dll is started, so that the result depends on the arguments given here and not on the shell around.</summary>
internal static class DotnetCommand
{
    public static ProcessStartInfo For(string workingDirectory, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments) { WorkingDirectory = workingDirectory };

        foreach (var name in start.Environment.Keys.Where(IsSetting).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";

        return start;
    }

    /// <summary>Starts it by way of a shell that lowers the limit and becomes the process itself, so that its id stays that of the child.</summary>
    public static void LimitFileHandles(this ProcessStartInfo start, int count)
    {
        string[] arguments = ["-c", string.Create(CultureInfo.InvariantCulture, $"ulimit -n {count} && exec \"$0\" \"$@\""), start.FileName, .. start.ArgumentList];
        start.FileName = "sh";
        start.ArgumentList.Clear();

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
    }

    private static bool IsSetting(string name) =>
        name.Contains("__", StringComparison.Ordinal)
        || name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase)
        || name.Equals("DOTNET_ENVIRONMENT", StringComparison.OrdinalIgnoreCase)
        || name.Equals("URLS", StringComparison.OrdinalIgnoreCase);
}
