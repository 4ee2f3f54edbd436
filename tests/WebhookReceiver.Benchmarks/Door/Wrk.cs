using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace WebhookReceiver.Benchmarks;

/// <summary>The load generator: one thread, a closed loop over a number of connections.</summary>
internal static class Wrk
{
    /// <summary>How many requests are read ahead for each second of a run: more than one thread of wrk sends.</summary>
    private const int MostPerSecond = 100_000;

    /// <summary>wrk's own usage text tells whether it is there; found out before anything is started.</summary>
    public static async Task<string> VersionAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var wrk = ChildProcess.Start(new ProcessStartInfo("wrk", ["-v"]));
            await wrk.WaitForExitAsync(cancellationToken);

            return string.Join(' ', wrk.LastLines[0].Split(' ').Take(2));
        }
        catch (BenchmarkFailedException exception)
        {
            throw new BenchmarkFailedException(
                "wrk drives this benchmark and is not installed. Install the Debian package 'wrk' (apt-get install wrk).", exception);
        }
    }

    public static async Task<WrkRun> RunAsync(
        RunningServer server, RequestFile requests, int connections, int seconds, CancellationToken cancellationToken)
    {
        var needed = seconds * MostPerSecond;
        string[] arguments =
        [
            "--threads", "1",
            "--connections", connections.ToString(CultureInfo.InvariantCulture),
            "--duration", seconds.ToString(CultureInfo.InvariantCulture) + "s",
            "--timeout", "10s",
            "--script", Path.Combine(AppContext.BaseDirectory, "Door", "walk.lua"),
            server.Callback.ToString(),
            "--", requests.Path, requests.PlaceOf(server.Sent).ToString(CultureInfo.InvariantCulture), needed.ToString(CultureInfo.InvariantCulture),
        ];

        await using var wrk = ChildProcess.Start(new ProcessStartInfo("wrk", arguments));
        await wrk.WaitForExitAsync(cancellationToken);

        var lines = wrk.LastLines;
        var run = lines.Where(line => line.StartsWith('{')).Select(line => JsonSerializer.Deserialize<WrkRun>(line, JsonSerializerOptions.Web)).LastOrDefault();

        if (wrk.ExitCode != 0 || run is null)
        {
            throw new BenchmarkFailedException("wrk failed:\n" + string.Join('\n', lines));
        }

        if (run.Requests > needed && requests.Count > needed)
        {
            throw new BenchmarkFailedException(string.Create(CultureInfo.InvariantCulture, $"wrk sent {run.Requests:N0} requests, and some twice: no more than {needed:N0} were read ahead."));
        }

        // The next run at this server begins behind this one, for a message it has seen would be a duplicate. Not among the answered
        // are those in flight at the end, one per connection, and the one that wrk asks the script for to see whether it works.
        server.Sent += run.Requests + connections + 1;

        return run;
    }
}
