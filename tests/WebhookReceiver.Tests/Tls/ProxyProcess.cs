using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using WebhookReceiver.Tests.Receiving;

namespace WebhookReceiver.Tests.Tls;

/// <summary>nginx or Caddy as a child process that listens on a free port of the loopback interface, with its files in a temporary folder.</summary>
internal sealed class ProxyProcess : IAsyncDisposable
{
    /// <summary>Not on the path of every user.</summary>
    private const string Nginx = "/usr/sbin/nginx";

    private readonly TemporaryDirectory folder = new();
    private readonly Sightings<string> output = new();
    private readonly int port = ReceiverProcess.FreePort();
    private Process? process;

    public int Port => port;

    public Uri Url => new($"https://localhost:{port}");

    /// <param name="configuration">Its <c>nginx.conf</c>, without what only a test needs.</param>
    public Task StartNginxAsync(string configuration)
    {
        var text = $"""
            daemon off;
            master_process off;
            pid {folder.File("nginx.pid")};
            error_log stderr;
            {configuration}
            """;

        return StartAsync("nginx.conf", text, path => new ProcessStartInfo(File.Exists(Nginx) ? Nginx : "nginx", ["-e", "stderr", "-p", folder.Path, "-c", path]));
    }

    /// <summary>The paths that nginx would otherwise have outside the folder; for <c>http { }</c>.</summary>
    public string NginxPaths => string.Join('\n', new[] { "client_body", "proxy", "fastcgi", "uwsgi", "scgi" }.Select(name => $"{name}_temp_path {folder.File(name)};"));

    /// <param name="configuration">Its <c>Caddyfile</c>, without what only a test needs.</param>
    public Task StartCaddyAsync(string configuration)
    {
        var start = new ProcessStartInfo("caddy");
        start.Environment["HOME"] = start.Environment["XDG_DATA_HOME"] = start.Environment["XDG_CONFIG_HOME"] = folder.Path;

        return StartAsync("Caddyfile", $"{{\n\tadmin off\n\tauto_https disable_redirects\n}}\n\n{configuration}", path =>
        {
            string[] arguments = ["run", "--adapter", "caddyfile", "--config", path];
            Array.ForEach(arguments, start.ArgumentList.Add);
            return start;
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
        }

        folder.Dispose();
    }

    private async Task StartAsync(string file, string configuration, Func<string, ProcessStartInfo> start)
    {
        await File.WriteAllTextAsync(folder.File(file), configuration, Patience.Token);
        var info = start(folder.File(file));
        (info.UseShellExecute, info.RedirectStandardOutput, info.RedirectStandardError) = (false, true, true);
        process = new Process { StartInfo = info };
        process.OutputDataReceived += (_, line) => output.Add(line.Data ?? string.Empty);
        process.ErrorDataReceived += (_, line) => output.Add(line.Data ?? string.Empty);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Poll.UntilAsync(IsListeningAsync, $"{info.FileName} listened", Patience.Token);
    }

    private async Task<bool> IsListeningAsync()
    {
        if (process!.HasExited)
        {
            throw new InvalidOperationException($"The proxy ended with {process.ExitCode}:\n{string.Join('\n', output.All)}");
        }

        using var client = new TcpClient();

        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, Patience.Token);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
