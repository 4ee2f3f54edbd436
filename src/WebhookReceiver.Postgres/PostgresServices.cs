using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WebhookReceiver.Inbox;
using WebhookReceiver.Operators;
using WebhookReceiver.Postgres;

namespace WebhookReceiver;

/// <summary>Adds the store <c>Postgres</c>.</summary>
public static class PostgresServices
{
    internal const string StoreName = "Postgres";

    /// <summary>
    /// Lets <c>Inbox:Store</c> be <c>Postgres</c>: several instances behind a balancer share the database that <c>Inbox:Postgres:ConnectionString</c> names. Nothing changes while
    /// another store is chosen.
    /// </summary>
    /// <param name="services">The application's services, after <c>AddWhatsAppWebhooks()</c> or before.</param>
    public static IServiceCollection AddPostgresInbox(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);

        SettingsSection.Add<PostgresOptions, PostgresOptionsValidator>(services, PostgresOptions.Section);

        services.AddSingleton<Database>();
        services.AddSingleton<Migrator>();
        services.AddSingleton<ServerCheck>();
        services.AddSingleton<SlotTable>();
        services.AddSingleton<Ownership>();
        services.AddSingleton<CursorSaver>();
        services.AddSingleton<TakenBodies>();
        services.AddSingleton<StoredBodies>();
        services.AddSingleton<AcceptQueue>();
        services.AddSingleton<DeliveryWriter>();
        services.AddSingleton<PostgresSource>();
        services.AddSingleton<PostgresOutcomes>();
        services.AddSingleton<PostgresDeadLetters>();
        services.AddSingleton<PostgresAuditLog>();
        services.AddSingleton<PostgresHandlerPauses>();
        services.AddSingleton<Maintenance>();
        services.AddSingleton<TermIndex>();
        services.AddSingleton<Import>();
        services.AddSingleton<PostgresInbox>();
        services.AddSingleton(static provider => new PostgresOperations(
            provider.GetRequiredService<Database>(), provider.GetRequiredService<IOptions<InboxOptions>>(), provider.GetRequiredService<PostgresInbox>()));

        return services.AddInboxStore(StoreName, new InboxStore
        {
            Inbox = static provider => provider.GetRequiredService<PostgresInbox>(),
            Source = static provider => provider.GetRequiredService<PostgresSource>(),
            Outcomes = static provider => provider.GetRequiredService<PostgresOutcomes>(),
            DeadLetters = static provider => provider.GetRequiredService<PostgresDeadLetters>(),
            Operations = static provider => provider.GetRequiredService<PostgresOperations>(),
            Audit = static provider => provider.GetRequiredService<PostgresAuditLog>(),
            Pauses = static provider => provider.GetRequiredService<PostgresHandlerPauses>(),
            Location = static provider => provider.GetRequiredService<Database>().Location,
            Migrate = static (provider, cancellationToken) => provider.GetRequiredService<Migrator>().MigrateForCommandAsync(cancellationToken),
            Import = static (provider, deliveries, cancellationToken) => provider.GetRequiredService<Import>().RunAsync(deliveries, cancellationToken),
            Stopped = static provider => ActivatorUtilities.CreateInstance<StoppedPostgres>(provider),
        });
    }
}
