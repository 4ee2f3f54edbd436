using Npgsql;

namespace WebhookReceiver.Postgres.Tests.Harness;

/// <summary>Servers that follow another one.</summary>
public sealed partial class PostgresServer
{
    /// <summary>Whether PostgreSQL is installed on this machine.</summary>
    public bool IsInstalled => bin is not null;

    /// <summary>What the server has logged.</summary>
    public string Log => File.Exists(LogPath) ? File.ReadAllText(LogPath) : string.Empty;

    private string LogPath => Path.Combine(root, "log");

    /// <summary>Starts it if it has ended by itself.</summary>
    public async Task StartAgainAsync()
    {
        try
        {
            await ReadAsync<int>("select 1");
        }
        catch (NpgsqlException)
        {
            await StopAsync("immediate").ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await StartAsync();
        }
    }

    /// <summary>A server that follows this one. Under its name this one may wait for it before it acknowledges.</summary>
    public async Task<PostgresServer> StartReplicaAsync(string name)
    {
        var replica = new PostgresServer(Path.GetTempPath()) { bin = bin };
        await replica.CreateFolderAsync();
        await replica.RunAsUserAsync(
            "pg_basebackup", "-D", replica.Data, "-R", "-X", "stream", "-c", "fast", "-d", $"host=127.0.0.1 port={Port} user=postgres application_name={name}");
        await replica.StartAsync();
        return replica;
    }

    /// <summary>The replica accepts writes from now on.</summary>
    public Task PromoteAsync() => RunAsUserAsync("pg_ctl", "-D", Data, "-w", "-t", "60", "promote");

    private async Task CreateFolderAsync()
    {
        Directory.CreateDirectory(root);

        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", "postgres", root);
        }
    }
}
