using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace WebhookReceiver.Benchmarks;

/// <summary>
/// A PostgreSQL of its own with the settings it is installed with, in a folder of the benchmark. It refuses to run as root, so for root it is started as the user <c>postgres</c>.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const string Installed = "/usr/lib/postgresql";

    private readonly string bin;
    private readonly string data;
    private readonly string log;
    private readonly int port = FreePorts.Take(1)[0];

    private PostgresServer(string bin, string directory)
    {
        this.bin = bin;
        data = Path.Combine(directory, "postgres");
        log = Path.Combine(directory, "postgres.log");
    }

    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres");

    /// <exception cref="BenchmarkFailedException">It is not installed, or does not start.</exception>
    public static async Task<PostgresServer> StartAsync(string directory, CancellationToken cancellationToken)
    {
        var found = Directory.Exists(Installed)
            ? Directory.GetDirectories(Installed).Select(static version => Path.Combine(version, "bin")).LastOrDefault(static candidate => File.Exists(Path.Combine(candidate, "initdb")))
            : null;
        var server = new PostgresServer(found ?? throw new BenchmarkFailedException("PostgreSQL is not installed. Install the Debian package 'postgresql' (apt-get install postgresql)."), directory);
        Directory.CreateDirectory(server.data);
        await File.WriteAllTextAsync(server.log, string.Empty, cancellationToken);

        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", ["postgres", directory, server.data, server.log], cancellationToken);
        }

        await server.RunAsUserAsync("initdb", ["-D", server.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C"], cancellationToken);
        var options = string.Create(CultureInfo.InvariantCulture, $"-p {server.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''");
        await server.RunAsUserAsync("pg_ctl", ["-D", server.data, "-w", "-l", server.log, "-o", options, "start"], cancellationToken);
        return server;
    }

    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false;Command Timeout=120");
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    /// <summary>The first value of the first row.</summary>
    public async Task<T> ReadAsync<T>(string sql, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public async ValueTask DisposeAsync() => await RunAsUserAsync("pg_ctl", ["-D", data, "-w", "-m", "immediate", "stop"], CancellationToken.None);

    private Task RunAsUserAsync(string command, string[] arguments, CancellationToken cancellationToken) => Environment.IsPrivilegedProcess
        ? RunAsync("setpriv", ["--reuid", "postgres", "--regid", "postgres", "--clear-groups", Path.Combine(bin, command), .. arguments], cancellationToken)
        : RunAsync(Path.Combine(bin, command), arguments, cancellationToken);

    private static async Task RunAsync(string command, string[] arguments, CancellationToken cancellationToken)
    {
        // The server keeps the streams that it inherits: read from here, they would never end.
        var start = new ProcessStartInfo("sh", ["-c", "cd / && exec \"$0\" \"$@\" > /dev/null 2>&1", command, .. arguments]);
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(cancellationToken);

        if (process.ExitCode is not 0)
        {
            throw new BenchmarkFailedException($"{command} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        }
    }
}
