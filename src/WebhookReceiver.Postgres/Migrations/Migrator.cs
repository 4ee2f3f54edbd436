using System.Globalization;
using Npgsql;

namespace WebhookReceiver.Postgres;

/// <summary>Brings the schema up to date: plain SQL files with a number, applied in order under a lock, all in one transaction.</summary>
internal sealed class Migrator(Database database)
{
    /// <summary>The version that this program needs.</summary>
    public static int Newest => Files().Max(static file => file.Version);

    /// <summary>Applies what is missing.</summary>
    /// <returns>The versions that were applied.</returns>
    /// <exception cref="InvalidDataException">A newer program made the schema.</exception>
    public async Task<IReadOnlyList<int>> MigrateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await RunAsync(connection, "select pg_advisory_xact_lock(hashtext('{lock}'), 1)", cancellationToken);

        if (await VersionAsync(connection, cancellationToken) is not { } version)
        {
            // Not "if not exists": without the right to create schemas it would fail even if the schema exists.
            if (await ScalarAsync(connection, "select 1 from pg_namespace where nspname = '{name}'", cancellationToken) is null)
            {
                await RunAsync(connection, "create schema {s}", cancellationToken);
            }

            await RunAsync(connection, "create table {s}.schema_version (version int primary key, applied_at timestamptz not null default clock_timestamp())", cancellationToken);
            version = 0;
        }

        Refuse(version);
        var missing = Files().Where(file => file.Version > version).OrderBy(static file => file.Version).ToList();

        foreach (var file in missing)
        {
            await RunAsync(connection, Text(file.Name), cancellationToken);
            await RunAsync(connection, $"insert into {{s}}.schema_version (version) values ({file.Version.ToString(CultureInfo.InvariantCulture)})", cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return [.. missing.Select(static file => file.Version)];
    }

    /// <summary>The same for a command, which knows nothing of Npgsql.</summary>
    /// <exception cref="IOException">The database cannot be reached, or refuses.</exception>
    public async Task<IReadOnlyList<int>> MigrateForCommandAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await MigrateAsync(cancellationToken);
        }
        catch (Exception exception) when (DatabaseTrouble.Is(exception) && exception is not IOException)
        {
            throw DatabaseTrouble.ToIO(exception);
        }
    }

    /// <summary>Checks the schema without changing it.</summary>
    /// <exception cref="InvalidDataException">It is missing, or older or newer than this program.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var version = await VersionAsync(connection, cancellationToken) ?? 0;
        Refuse(version);

        if (version < Newest)
        {
            throw new InvalidDataException(
                $"The schema {database.Options.Schema} has version {version}, and this program needs {Newest}. Run 'inbox migrate' with a role that may create tables, or set Inbox:Postgres:Migrate to true.");
        }
    }

    private void Refuse(int version)
    {
        if (version > Newest)
        {
            throw new InvalidDataException($"The schema {database.Options.Schema} has version {version}, made by a newer program; this one knows {Newest}.");
        }
    }

    private async Task<int?> VersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await ScalarAsync(connection, "select to_regclass('{s}.schema_version')::text", cancellationToken) is null or DBNull
            ? null
            : await ScalarAsync(connection, "select max(version) from {s}.schema_version", cancellationToken) as int?;

    private async Task RunAsync(NpgsqlConnection connection, string text, CancellationToken cancellationToken)
    {
        await using var command = database.Command(connection, text);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<object?> ScalarAsync(NpgsqlConnection connection, string text, CancellationToken cancellationToken)
    {
        await using var command = database.Command(connection, text);
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    private static IEnumerable<(int Version, string Name)> Files() =>
        from name in typeof(Migrator).Assembly.GetManifestResourceNames()
        where name.EndsWith(".sql", StringComparison.Ordinal)
        select (int.Parse(Path.GetFileNameWithoutExtension(name), CultureInfo.InvariantCulture), name);

    private static string Text(string name)
    {
        using var reader = new StreamReader(typeof(Migrator).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
