using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Observation;

namespace WebhookReceiver.Postgres;

/// <summary>
/// The store <c>Postgres</c>: a delivery is safe once it is committed. At the start it brings the schema up to date, registers the instance and takes its slots. A database that cannot be
/// reached makes it refuse deliveries, never end: it goes on by itself when the database is back.
/// </summary>
internal sealed partial class PostgresInbox(
    Database database,
    Migrator migrator,
    ServerCheck server,
    SlotTable slots,
    Ownership ownership,
    CursorSaver cursors,
    AcceptQueue queue,
    DeliveryWriter writer,
    PostgresSource source,
    PostgresOutcomes outcomes,
    PostgresDeadLetters deadLetters,
    Maintenance maintenance,
    TermIndex terms,
    WorkerHealth worker,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<PostgresInbox> logger) : IInbox, IHostedService, IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WriteInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan CursorInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaintenanceInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan IndexInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    /// <summary>After as many saves of the cursors, those of idle slots are saved, too.</summary>
    private const int IdleRounds = 4;

    private readonly CancellationTokenSource stopping = new();
    private readonly List<Task> loops = [];
    private readonly Lock gate = new();
    private Task recovery = Task.CompletedTask;
    private Task writing = Task.CompletedTask;
    private Task? stop;
    private string? unreachable;
    private volatile bool isOpen;
    private int rounds;
    private long letters = -1;

    public bool IsAccepting => WhyNot is null;

    public string? WhyNot =>
        !isOpen ? recovery.IsCompleted ? "the service is stopping" : unreachable is { } problem ? $"the database cannot be used: {problem}" : "the inbox is being opened"
        : !worker.IsHealthy ? "deliveries are not being handled"
        : writer.Trouble is { } trouble ? $"the database does not store deliveries: {trouble}"
        : queue.IsStalled ? "the database does not respond"
        : null;

    /// <remarks>The dead letters are those of all instances, counted once a minute: each count reads the table.</remarks>
    public StoreFigures Figures => new()
    {
        IsFailed = !IsAccepting,
        OpenDeliveries = isOpen ? slots.Open : null,
        DeadLetters = Interlocked.Read(ref letters) is >= 0 and var known ? known : null,
    };

    /// <summary>Whether it was opened and is not stopping.</summary>
    public bool IsOpen => isOpen;

    /// <summary>Completes when deliveries are accepted.</summary>
    public Task Recovery => recovery;

    public ValueTask<bool> AcceptAsync(Delivery delivery)
    {
        if (!IsAccepting)
        {
            return ValueTask.FromResult(false);
        }

        var pending = new PendingDelivery(delivery, DeliveryContents.Of(delivery), clock.GetTimestamp());
        return queue.TryAdd(pending) ? new ValueTask<bool>(pending.Task) : ValueTask.FromResult(false);
    }

    public void Describe(IDictionary<string, object> data)
    {
        data["database"] = database.Location;
        data["instance"] = ownership.Id;
        data["slots"] = slots.Held(SlotHold.Owned).Length;
        data["open_events"] = outcomes.Open;
        data["recovering"] = !recovery.IsCompleted;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        ownership.Taken = _ => source.Wake();
        writer.Stored = source.Wake;
        cursors.ReadTo = () => source.ReadTo;

        // Not awaited: the listeners come up in the meantime and report that the service is not ready.
        recovery = Task.Run(OpenAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <remarks>The host may call it twice, even concurrently.</remarks>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return stop ??= StopAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        stopping.Dispose();
    }

    public void Dispose() => Task.Run(async () => await DisposeAsync()).GetAwaiter().GetResult();

    /// <summary>Ends without releasing anything, as a kill does. For tests.</summary>
    internal async Task KillAsync()
    {
        lock (gate)
        {
            stop = Task.CompletedTask;
        }

        isOpen = false;
        await stopping.CancelAsync();
        source.Close();
        queue.Close();
        await Task.WhenAll([recovery, writing, .. loops]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    private async Task OpenAsync()
    {
        for (var tries = 0; !stopping.IsCancellationRequested; tries++)
        {
            try
            {
                await OpenOnceAsync(stopping.Token);
                return;
            }
            catch (InvalidDataException exception)
            {
                // Nothing was accepted in this run, and waiting changes nothing.
                CannotOpen(logger, exception.Message);
                Environment.ExitCode = 1;
                lifetime.StopApplication();
                return;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                unreachable = DatabaseTrouble.TextOf(exception);

                if (tries % 30 is 0)
                {
                    CannotReach(logger, database.Location, unreachable);
                }

                await Task.Delay(TickInterval, clock, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }
        }
    }

    private async Task OpenOnceAsync(CancellationToken cancellationToken)
    {
        await server.CheckAsync(cancellationToken);

        if (database.Options.Migrate)
        {
            foreach (var version in await migrator.MigrateAsync(cancellationToken))
            {
                Migrated(logger, database.Options.Schema, version);
            }
        }
        else
        {
            await migrator.CheckAsync(cancellationToken);
        }

        await maintenance.KeepDaysAsync(cancellationToken);
        await ownership.TickAsync(cancellationToken);
        writing = Task.Run(() => writer.RunAsync(stopping.Token), CancellationToken.None);
        Repeat(TickInterval, TickAsync);
        Repeat(WriteInterval, WriteAsync);
        Repeat(CursorInterval, SaveAsync);
        Repeat(MaintenanceInterval, MaintainAsync);
        Repeat(IndexInterval, terms.RunAsync);
        Repeat(WatchInterval, Watch);
        unreachable = null;
        isOpen = true;
        source.Open();
        Opened(logger, slots.Held(SlotHold.Owned).Length);
    }

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        await ownership.TickAsync(cancellationToken);
        await deadLetters.LookForReplaysAsync(cancellationToken);
        await writer.CloseOldAsync(cancellationToken);
    }

    private Task WriteAsync(CancellationToken cancellationToken) => outcomes.HasPending ? outcomes.WriteAsync(cancellationToken) : Task.CompletedTask;

    private Task SaveAsync(CancellationToken cancellationToken) => cursors.SaveAsync(withIdle: ++rounds % IdleRounds is 0, cancellationToken);

    private async Task MaintainAsync(CancellationToken cancellationToken)
    {
        await maintenance.RunAsync(cancellationToken);
        Interlocked.Exchange(ref letters, (await deadLetters.CountAsync(cancellationToken)).All);
    }

    private Task Watch(CancellationToken cancellationToken)
    {
        if (queue.Expire() is > 0 and var late)
        {
            WaitedTooLong(logger, late, AcceptQueue.Patience);
        }

        return Task.CompletedTask;
    }

    private void Repeat(TimeSpan interval, Func<CancellationToken, Task> work) => loops.Add(Task.Run(() => LoopAsync(interval, work), CancellationToken.None));

    /// <summary>Goes on whatever happens: each round is tried again, and a database that is gone comes back.</summary>
    private async Task LoopAsync(TimeSpan interval, Func<CancellationToken, Task> work)
    {
        var hasFailed = false;

        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await work(stopping.Token);
                hasFailed = false;
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                if (!hasFailed)
                {
                    WorkFailed(logger, exception.GetType().FullName, DatabaseTrouble.TextOf(exception));
                }

                hasFailed = true;
            }
            catch (Exception)
            {
                // The stop has interrupted it.
                return;
            }

            await Task.Delay(hasFailed && interval < TickInterval ? TickInterval : interval, clock, stopping.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private async Task StopAsync()
    {
        isOpen = false;
        queue.Close();
        source.Close();
        await stopping.CancelAsync();
        await recovery.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await Task.WhenAll([writing, .. loops]).WaitAsync(StopPatience, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        try
        {
            using var patience = new CancellationTokenSource(StopPatience, clock);
            await ownership.EndAsync(patience.Token);
        }
        catch (Exception exception)
        {
            // The lease runs out by itself, and what was not written is handled again.
            NotReleased(logger, DatabaseTrouble.TextOf(exception));
        }
    }

    [LoggerMessage(1750, LogLevel.Information, "The inbox is open: this instance owns {Slots} of 256 slots of conversations")]
    private static partial void Opened(ILogger logger, int slots);

    [LoggerMessage(1751, LogLevel.Critical, "The inbox cannot be opened, and the service stops: {Problem}")]
    private static partial void CannotOpen(ILogger logger, string problem);

    [LoggerMessage(1752, LogLevel.Error, "The database {Database} cannot be used, and is tried again every second; deliveries are answered with 503: {Problem}")]
    private static partial void CannotReach(ILogger logger, string database, string problem);

    [LoggerMessage(1753, LogLevel.Information, "The schema {Schema} was migrated to version {Version}")]
    private static partial void Migrated(ILogger logger, string schema, int version);

    [LoggerMessage(1754, LogLevel.Warning, "{Deliveries} deliveries waited longer than {Patience} for the database and were answered with 503")]
    private static partial void WaitedTooLong(ILogger logger, int deliveries, TimeSpan patience);

    [LoggerMessage(1755, LogLevel.Warning, "Periodic work on the database failed, and is tried again: {ExceptionType} {Problem}")]
    private static partial void WorkFailed(ILogger logger, string? exceptionType, string problem);

    [LoggerMessage(1756, LogLevel.Warning, "The slots of this instance could not be released, so others take them when its lease runs out: {Problem}")]
    private static partial void NotReleased(ILogger logger, string problem);
}
