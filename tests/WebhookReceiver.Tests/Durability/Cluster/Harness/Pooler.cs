using System.Diagnostics;
using System.Net.Sockets;
using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;

namespace WebhookReceiver.Tests.Durability.Cluster;

/// <summary>A PgBouncer in transaction mode: each transaction may run on another connection of the server, so nothing may be kept in a session.</summary>
internal sealed class Pooler : IAsyncDisposable
{
    private readonly TemporaryDirectory folder;
    private readonly Process process;

    private Pooler(TemporaryDirectory folder, Process process, int port) => (this.folder, this.process, Port) = (folder, process, port);

    public int Port { get; }

    /// <param name="server">The port of the server.</param>
    public static async Task<Pooler> StartAsync(int server)
    {
        Machine.NeedsCommands("pgbouncer", "setpriv");
        var port = ReceiverProcess.FreePort();
        var files = new TemporaryDirectory();
        var settings = files.File("pgbouncer.ini");
        await File.WriteAllTextAsync(settings, $"""
            [databases]
            * = host=127.0.0.1 port={server}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = trust
            auth_file = {files.File("users")}
            pool_mode = transaction
            default_pool_size = 6
            server_reset_query_always = 1
            ignore_startup_parameters = extra_float_digits,options
            """, Patience.Token);
        await File.WriteAllTextAsync(files.File("users"), "\"postgres\" \"\"\n", Patience.Token);
        await Machine.RunAsync("chmod", "-R", "a+rX", files.Path);

        // It does not run as root.
        string[] command = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups"] : [];
        string[] all = [.. command, "/usr/sbin/pgbouncer", "-q", settings];
        var started = new Pooler(files, Process.Start(new ProcessStartInfo(all[0], all[1..]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!, port);
        started.process.ErrorDataReceived += static (_, _) => { };
        started.process.OutputDataReceived += static (_, _) => { };
        started.process.BeginErrorReadLine();
        started.process.BeginOutputReadLine();
        await Poll.UntilAsync(() => started.IsListeningAsync(), "the pooler listens", Patience.Token);
        return started;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process.Dispose();
        folder.Dispose();
    }

    private async Task<bool> IsListeningAsync()
    {
        if (process.HasExited)
        {
            throw new InvalidOperationException($"The pooler ended with {process.ExitCode}.");
        }

        using var client = new TcpClient();

        try
        {
            await client.ConnectAsync("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
