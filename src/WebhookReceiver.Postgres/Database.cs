using Microsoft.Extensions.Options;
using Npgsql;

namespace WebhookReceiver.Postgres;

/// <summary>Connections to the database, and the names of the tables in the statements.</summary>
internal sealed class Database : IAsyncDisposable, IDisposable
{
    /// <summary>The connections that an instance keeps: for deliveries, for outcomes, for polls and for its lease.</summary>
    private const int Kept = 4;

    /// <summary>How long a statement may take. A door waits for at most two seconds, but a statement that reads may be large.</summary>
    private const int CommandSeconds = 30;
    private const int ConnectSeconds = 5;
    private const int PreparedStatements = 40;

    /// <summary>
    /// The statements that are repeated all the time reach their rows by an index, whatever the statistics of a table say that was empty a moment ago; and they are planned once.
    /// </summary>
    private const string Plans = "-c jit=off -c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off";

    private readonly NpgsqlDataSource source;
    private readonly NpgsqlDataSource kept;
    private readonly string schema;

    public Database(IOptions<PostgresOptions> options)
    {
        Options = options.Value;
        schema = $"\"{Options.Schema}\"";
        var settings = new NpgsqlConnectionStringBuilder(Options.ConnectionString) { PersistSecurityInfo = false };
        settings.MaxPoolSize = Options.PoolSize;
        Set(settings, "Application Name", "whatsapp-webhook-receiver");
        Set(settings, "Timeout", ConnectSeconds);
        Set(settings, "Command Timeout", CommandSeconds);
        Set(settings, "Keepalive", 5);
        settings.NoResetOnClose = true;

        if (Options.Prepare)
        {
            Set(settings, "Max Auto Prepare", PreparedStatements);
            Set(settings, "Auto Prepare Min Usages", 2);
        }

        Location = $"{settings.Host}:{settings.Port}/{settings.Database ?? settings.Username}, schema {Options.Schema}";
        source = Build(settings);
        settings.MaxPoolSize = Kept;

        // A pooler that allows no prepared statements allows no session settings either.
        if (Options.Prepare && string.IsNullOrEmpty(settings.Options))
        {
            settings.Options = Plans;
        }

        kept = Build(settings);
    }

    public PostgresOptions Options { get; }

    /// <summary>Where it is, without user and password.</summary>
    public string Location { get; }

    /// <summary>A statement with the names of the tables: <c>{s}.</c> stands for the schema.</summary>
    public string Sql(string text) => text
        .Replace("{s}", schema, StringComparison.Ordinal)
        .Replace("{name}", Options.Schema, StringComparison.Ordinal)
        .Replace("{lock}", LockName, StringComparison.Ordinal);

    /// <summary>Names the advisory locks of this schema.</summary>
    public string LockName => $"whatsapp-webhook-receiver/{Options.Schema}";

    public async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => await source.OpenConnectionAsync(cancellationToken);

    /// <summary>One of the connections that are kept.</summary>
    public async ValueTask<NpgsqlConnection> OpenKeptAsync(CancellationToken cancellationToken) => await kept.OpenConnectionAsync(cancellationToken);

    /// <summary>A statement on a connection of its own.</summary>
    public NpgsqlCommand Command(string text, params object?[] values)
    {
        var command = source.CreateCommand(Sql(text));
        Add(command.Parameters, values);
        return command;
    }

    public NpgsqlCommand Command(NpgsqlConnection connection, string text, params object?[] values)
    {
        var command = new NpgsqlCommand(Sql(text), connection);
        Add(command.Parameters, values);
        return command;
    }

    public void Dispose()
    {
        source.Dispose();
        kept.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        await kept.DisposeAsync();
    }

    /// <summary>Without spans of the store's own statements: a poll makes many a second, in nobody's trace, and what a handler asks its own database is what people look for.</summary>
    private static NpgsqlDataSource Build(NpgsqlConnectionStringBuilder settings) => new NpgsqlDataSourceBuilder(settings.ConnectionString)
        .ConfigureTracing(static tracing => tracing
            .ConfigureCommandFilter(static _ => false)
            .ConfigureBatchFilter(static _ => false)
            .EnablePhysicalOpenTracing(enable: false))
        .Build();

    private static void Add(NpgsqlParameterCollection parameters, object?[] values)
    {
        foreach (var value in values)
        {
            parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value ?? DBNull.Value });
        }
    }

    /// <summary>A default of ours, which the operator's own value beats.</summary>
    private static void Set(NpgsqlConnectionStringBuilder settings, string key, object value)
    {
        if (!settings.ShouldSerialize(key))
        {
            settings[key] = value;
        }
    }
}
