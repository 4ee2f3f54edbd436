using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using WebhookReceiver.Postgres.Tests.Harness;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace WebhookReceiver.Postgres.Tests.Harness;

/// <summary>
/// A PostgreSQL of its own, in a temporary folder and on a free port, for all tests of the run. It does not run as root: as root, the tests start it as the user <c>postgres</c>.
/// Where it is not installed, the tests say so and are skipped; on the build server they fail.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private const string Installed = "/usr/lib/postgresql";

    private readonly string root = Path.Combine(Path.GetTempPath(), $"pg-{Guid.NewGuid():N}");
    private string? bin;
    private int schemas;

    public int Port { get; } = FreePort();

    private string Data => Path.Combine(root, "data");

    public async ValueTask InitializeAsync()
    {
        bin = Directory.Exists(Installed) ? Directory.GetDirectories(Installed).Select(static version => Path.Combine(version, "bin")).LastOrDefault(static found => File.Exists(Path.Combine(found, "initdb"))) : null;

        if (bin is null)
        {
            return;
        }

        Directory.CreateDirectory(root);

        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", "postgres", root);
        }

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
        "pg_ctl", "-D", Data, "-w", "-t", "60", "-l", Path.Combine(root, "log"), "-o", $"-p {Port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200 {options}", "start");

    /// <param name="mode"><c>immediate</c> is a crash.</param>
    public Task StopAsync(string mode = "fast") => RunAsUserAsync("pg_ctl", "-D", Data, "-w", "-t", "60", "-m", mode, "stop");

    public async ValueTask DisposeAsync()
    {
        if (bin is not null)
        {
            await StopAsync("immediate");
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

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
