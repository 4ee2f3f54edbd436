using System.Globalization;

namespace WebhookReceiver.Benchmarks;

/// <summary>Some receivers that share one schema of a database, and what the tables say about them.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private readonly PostgresServer database;
    private readonly string schema;
    private readonly List<RunningServer> instances = [];
    private readonly List<TemporaryDirectory> directories = [];

    private Cluster(PostgresServer database, string schema)
    {
        this.database = database;
        this.schema = schema;
    }

    /// <summary>In the order in which they were started.</summary>
    public IReadOnlyList<RunningServer> Instances => instances;

    public string Schema => schema;

    /// <param name="database">The database.</param>
    /// <param name="schema">A schema that nobody has used.</param>
    /// <param name="count">How many receivers.</param>
    /// <param name="appSecret">The secret of the deliveries.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    public static async Task<Cluster> StartAsync(PostgresServer database, string schema, int count, string appSecret, CancellationToken cancellationToken)
    {
        var cluster = new Cluster(database, schema);

        try
        {
            while (cluster.instances.Count < count)
            {
                var directory = new TemporaryDirectory();
                cluster.directories.Add(directory);
                var setup = new ReceiverSetup
                {
                    Store = "Postgres",
                    Settings = [new("Inbox:Postgres:ConnectionString", database.ConnectionString), new("Inbox:Postgres:Schema", schema)],
                };
                cluster.instances.Add(await ReceiverServer.StartAsync(setup, appSecret, directory.Path, cancellationToken));
            }

            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until each slot has the owner that it should have.</summary>
    public Task UntilSpreadAsync(CancellationToken cancellationToken) =>
        UntilAsync("the slots were spread", $"select count(*) = 256 and count(distinct owner) = {instances.Count} from {schema}.slot where owner is not null", cancellationToken);

    /// <summary>Waits until everything that was stored is handled.</summary>
    public Task UntilHandledAsync(CancellationToken cancellationToken) => UntilAsync(
        "everything was handled",
        $"select (select count(*) from {schema}.inbox) = (select count(distinct key) from {schema}.outcome where kind = 8)",
        cancellationToken);

    public Task<DateTime> NowAsync(CancellationToken cancellationToken) => database.ReadAsync<DateTime>("select clock_timestamp()", cancellationToken);

    /// <summary>Deliveries stored between two times of the database.</summary>
    public Task<long> AcceptedAsync(DateTime from, DateTime to, CancellationToken cancellationToken) =>
        database.ReadAsync<long>($"select count(*) from {schema}.inbox where received_at >= '{Of(from)}' and received_at < '{Of(to)}'", cancellationToken);

    /// <summary>Events settled between two times of the database.</summary>
    public Task<long> HandledAsync(DateTime from, DateTime to, CancellationToken cancellationToken) =>
        database.ReadAsync<long>($"select count(*) from {schema}.outcome where kind = 8 and at >= '{Of(from)}' and at < '{Of(to)}'", cancellationToken);

    /// <summary>How many deliveries one commit stored, on average.</summary>
    public Task<double> BatchAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<double>($"select count(*)::float8 / greatest(1, count(distinct xmin::text)) from {schema}.inbox", cancellationToken);

    /// <summary>The bytes of the tables, or of their indexes, for each event.</summary>
    public Task<double> BytesAsync(string function, CancellationToken cancellationToken) => database.ReadAsync<double>(
        $"""
        select sum({function}(c.oid))::float8 / greatest(1, (select count(*) from {schema}.inbox))
        from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = '{schema}' and c.relkind = 'r'
        """,
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in instances)
        {
            await instance.DisposeAsync();
        }

        directories.ForEach(static directory => directory.Dispose());
    }

    /// <summary>Waits until a query returns true.</summary>
    public async Task UntilAsync(string what, string query, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();

        while (!await database.ReadAsync<bool>(query, cancellationToken))
        {
            if (TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromMinutes(2))
            {
                throw new BenchmarkFailedException($"It took more than two minutes until {what}.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, cancellationToken);
        }
    }

    private static string Of(DateTime time) => time.ToString("O", CultureInfo.InvariantCulture);
}
