using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Xunit;

namespace WebhookReceiver.Postgres.Tests.Harness;

/// <summary>
/// A PostgreSQL of its own, in a temporary folder and on a free port, for all tests of the run. It does not run as root: as root, the tests start it as the user <c>postgres</c>.
/// Where it is not installed, the tests say so and are skipped; on the build server they fail.
/// </summary>
public sealed partial class PostgresServer : IAsyncLifetime
{
    private const string Installed = "/usr/lib/postgresql";

    private const int FirstPort = 10_240;
    private const int Ports = 6_144;

    private readonly string root;
    private string? bin;
    private int schemas;

    public PostgresServer()
        : this(Path.GetTempPath())
    {
    }

    /// <param name="folder">Where its folder is created.</param>
    internal PostgresServer(string folder) => root = Path.Combine(folder, $"pg-{Guid.NewGuid():N}");

    public int Port { get; } = FreePort();

    private string Data => Path.Combine(root, "data");

    public async ValueTask InitializeAsync()
    {
        bin = Directory.Exists(Installed) ? Directory.GetDirectories(Installed).Select(static version => Path.Combine(version, "bin")).LastOrDefault(static found => File.Exists(Path.Combine(found, "initdb"))) : null;

        if (bin is null)
        {
            return;
        }

        await CreateFolderAsync();
        await RunAsUserAsync("initdb", "-D", Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C");
        await StartAsync();
    }

    /// <summary>Settings for a schema that nobody else uses.</summary>
    public string NewSchema()
    {
        if (bin is null)
        {
            if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
            {
                Assert.Fail("This needs postgresql-15, which must be installed on the build server.");
            }

            Assert.Skip("This needs postgresql-15.");
        }

        return $"test{Interlocked.Increment(ref schemas)}";
    }

    public string ConnectionString(string user = "postgres", string database = "postgres", int? port = null) =>
        $"Host=127.0.0.1;Port={port ?? Port};Username={user};Database={database}";

    public async Task ExecuteAsync(string sql, string database = "postgres")
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database: database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ReadAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString() + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <param name="options">Further settings of the server, such as <c>-c fsync=off</c>.</param>
    public Task StartAsync(string options = "") => RunAsUserAsync(
        "pg_ctl", "-D", Data, "-w", "-t", "60", "-l", LogPath, "-o", $"-p {Port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200 {options}", "start");

    /// <param name="mode"><c>immediate</c> is a crash.</param>
    public Task StopAsync(string mode = "fast") => RunAsUserAsync("pg_ctl", "-D", Data, "-w", "-t", "60", "-m", mode, "stop");

    public async ValueTask DisposeAsync()
    {
        if (bin is not null)
        {
            if (File.Exists(Path.Combine(Data, "postmaster.pid")))
            {
                await StopAsync("immediate");
            }

            Directory.Delete(root, recursive: true);
        }
    }

    private Task RunAsUserAsync(string command, params string[] arguments) => Environment.IsPrivilegedProcess
        ? RunAsync("setpriv", ["--reuid", "postgres", "--regid", "postgres", "--clear-groups", Path.Combine(bin!, command), .. arguments])
        : RunAsync(Path.Combine(bin!, command), arguments);

    private static async Task RunAsync(string command, params string[] arguments)
    {
        // The server keeps what it inherits, so its output goes to a file and nothing is read here.
        var start = new ProcessStartInfo("sh", ["-c", "cd / && exec \"$0\" \"$@\" > /dev/null 2>&1", command, .. arguments]);
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();

        if (process.ExitCode is not 0)
        {
            throw new InvalidOperationException($"{command} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        }
    }

    /// <summary>Not one that the kernel gives to connections: while the server is down, it would be taken, or a client that tries to connect would find itself.</summary>
    private static int FreePort()
    {
        while (true)
        {
            var port = FirstPort + Random.Shared.Next(Ports);

            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException taken) when (taken.SocketErrorCode is SocketError.AddressAlreadyInUse)
            {
                // Try another one.
            }
        }
    }
}
