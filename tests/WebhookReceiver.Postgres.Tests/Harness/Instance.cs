using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Observation;

namespace WebhookReceiver.Postgres.Tests.Harness;

/// <summary>One instance of the store, without a door and without handlers.</summary>
internal sealed class Instance : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private Instance(ServiceProvider services) => this.services = services;

    public LogLines Log { get; private init; } = null!;

    public PostgresInbox Inbox => services.GetRequiredService<PostgresInbox>();

    public PostgresSource Source => services.GetRequiredService<PostgresSource>();

    public PostgresOutcomes Outcomes => services.GetRequiredService<PostgresOutcomes>();

    public PostgresDeadLetters DeadLetters => services.GetRequiredService<PostgresDeadLetters>();

    public PostgresAuditLog Audit => services.GetRequiredService<PostgresAuditLog>();

    public PostgresHandlerPauses Pauses => services.GetRequiredService<PostgresHandlerPauses>();

    public PostgresOperations Operations => services.GetRequiredService<PostgresOperations>();

    public Import Import => services.GetRequiredService<Import>();

    public Maintenance Maintenance => services.GetRequiredService<Maintenance>();

    public TermIndex Terms => services.GetRequiredService<TermIndex>();

    public Ownership Ownership => services.GetRequiredService<Ownership>();

    public SlotTable Slots => services.GetRequiredService<SlotTable>();

    public Database Database => services.GetRequiredService<Database>();

    public AcceptQueue Queue => services.GetRequiredService<AcceptQueue>();

    public static Instance Create(string connectionString, string schema, Action<PostgresOptions>? configure = null, InboxOptions? inbox = null)
    {
        var log = new LogLines();
        var settings = new PostgresOptions { ConnectionString = connectionString, Schema = schema };
        configure?.Invoke(settings);
        var parts = new ServiceCollection();
        parts.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(log));
        parts.AddMetrics();
        parts.AddSingleton<ReceiverMetrics>();
        parts.AddSingleton(TimeProvider.System);
        parts.AddSingleton<WorkerHealth>();
        parts.AddSingleton<IHostApplicationLifetime, Lifetime>();
        parts.AddPostgresInbox();
        parts.AddSingleton(Options.Create(settings));
        parts.AddSingleton(Options.Create(inbox ?? new InboxOptions { Store = "Postgres" }));
        return new Instance(parts.BuildServiceProvider()) { Log = log };
    }

    public static async Task<Instance> StartAsync(string connectionString, string schema, Action<PostgresOptions>? configure = null, InboxOptions? inbox = null)
    {
        var instance = Create(connectionString, schema, configure, inbox);
        await instance.Inbox.StartAsync(CancellationToken.None);
        await instance.Inbox.Recovery;
        return instance;
    }

    public static Delivery DeliveryOf(string body, DateTimeOffset? at = null) =>
        Delivery.Restored(DeliveryIds.Next(), "default", Encoding.UTF8.GetBytes(body), at ?? DateTimeOffset.UtcNow, phoneNumberId: null, DeliveryPosition.None);

    public Task<bool> AcceptAsync(string body) => Inbox.AcceptAsync(DeliveryOf(body)).AsTask();

    /// <summary>Saves how far each slot is settled, those of idle slots too.</summary>
    public Task SaveCursorsAsync(CancellationToken cancellationToken) => services.GetRequiredService<CursorSaver>().SaveAsync(withIdle: true, cancellationToken);

    /// <summary>Ends it as a kill does: nothing is written or released any more.</summary>
    public Task KillAsync() => Inbox.KillAsync();

    public ValueTask DisposeAsync() => services.DisposeAsync();

    private sealed class Lifetime : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
        }
    }
}
