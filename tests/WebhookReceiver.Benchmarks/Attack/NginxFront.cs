using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace WebhookReceiver.Benchmarks;

/// <summary>
/// nginx in front of the receiver with the configuration in the host's folder <c>Deploy</c>, word for word but for what belongs to the machine: ports, paths, user, and the
/// certificate, so without TLS. What strangers meet first is then nginx.
/// </summary>
internal sealed partial class NginxFront : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private readonly ChildProcess process;

    private NginxFront(ChildProcess process, int port)
    {
        this.process = process;
        Port = port;
    }

    public int Port { get; }

    /// <param name="receiver">Whom it passes everything on to.</param>
    /// <param name="directory">Where its files may lie.</param>
    /// <param name="cancellationToken">Ends the wait for it.</param>
    /// <exception cref="BenchmarkFailedException">There is no nginx, or it does not take the configuration.</exception>
    public static async Task<NginxFront> StartAsync(RunningServer receiver, string directory, CancellationToken cancellationToken)
    {
        var port = FreePorts.Take(1)[0];
        var settings = Path.Combine(directory, "nginx.conf");
        await File.WriteAllTextAsync(settings, Settings(await RecipeAsync(), port, receiver.Callback.Port, directory), cancellationToken);
        var front = new NginxFront(ChildProcess.Start(new ProcessStartInfo("nginx", ["-p", directory, "-c", settings]) { UseShellExecute = false }), port);

        try
        {
            await front.UntilListeningAsync(cancellationToken);
            return front;
        }
        catch
        {
            await front.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private async Task UntilListeningAsync(CancellationToken cancellationToken)
    {
        for (var begin = TimeProvider.System.GetTimestamp(); ; await Task.Delay(Poll, TimeProvider.System, cancellationToken))
        {
            if (process.HasExited || TimeProvider.System.GetElapsedTime(begin) > StartLimit)
            {
                throw new BenchmarkFailedException($"nginx did not start with the configuration of the recipe:\n{string.Join('\n', process.LastLines)}");
            }

            if (await LocalHttp.TryGetAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/")), cancellationToken) is not null)
            {
                return;
            }
        }
    }

    private static async Task<string> RecipeAsync()
    {
        await using var stream = typeof(NginxFront).Assembly.GetManifestResourceStream("nginx.conf")!;
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    private static string Settings(string recipe, int port, int receiver, string directory)
    {
        var settings = Certificates().Replace(recipe, string.Empty);
        settings = Replaced(settings, "user www-data;", string.Empty);
        settings = Replaced(settings, "listen 443 ssl;", string.Create(CultureInfo.InvariantCulture, $"listen 127.0.0.1:{port} backlog=4096;"));
        settings = Replaced(settings, "server 127.0.0.1:8080;", string.Create(CultureInfo.InvariantCulture, $"server 127.0.0.1:{receiver};"));
        settings = Replaced(settings, "/var/log/nginx/webhook.log", Path.Combine(directory, "webhook.log"));
        settings = Replaced(settings, "http {", $"http {{\n    client_body_temp_path {directory}/bodies;\n    proxy_temp_path {directory}/answers;");

        return $"daemon off;\npid {directory}/nginx.pid;\nerror_log {directory}/nginx.log;\n{settings}";
    }

    /// <exception cref="BenchmarkFailedException">The recipe says something else by now.</exception>
    private static string Replaced(string text, string from, string to) =>
        text.Contains(from, StringComparison.Ordinal)
            ? text.Replace(from, to, StringComparison.Ordinal)
            : throw new BenchmarkFailedException($"The recipe for nginx does not contain: {from}");

    [GeneratedRegex("^ *ssl_.*\n", RegexOptions.Multiline, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Certificates();
}
