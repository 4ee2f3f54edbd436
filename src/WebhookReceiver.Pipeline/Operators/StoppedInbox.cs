using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary>
/// The inbox of a service that is not running: it is locked and recovered as the service does, and changes are synced when this is disposed. A replay is only recorded,
/// and carried out when the service starts next. An inbox opened for reading stays as it is, down to the last byte. A store that processes share, such as a database, is opened
/// beside the services that use it, and one of them carries out the replay.
/// </summary>
public sealed class StoppedInbox : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly IStoppedStore store;

    private StoppedInbox(ServiceProvider services)
    {
        this.services = services;
        var chosen = services.GetRequiredService<ChosenStore>();
        store = chosen.Store.Stopped?.Invoke(services) ?? throw new InvalidDataException($"Inbox:Store is {chosen.Name}: only the running service has any data.");
    }

    /// <summary>The operations on it.</summary>
    public WhatsAppInbox Inbox { get; private set; } = null!;

    /// <summary>Locks the inbox and recovers it.</summary>
    /// <param name="configuration">The settings, of which the section <c>Inbox</c> is used.</param>
    /// <param name="logging">Where the recovery reports damage.</param>
    /// <param name="isReadOnly">Whether it is only read: then nothing is written, and operations that would write are refused.</param>
    /// <param name="addStores">Registers the stores of other projects, as the service does.</param>
    /// <exception cref="InboxInUseException">Another process has it open.</exception>
    /// <exception cref="InvalidDataException">A newer version wrote it, or files are missing.</exception>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting of the section is invalid.</exception>
    public static async Task<StoppedInbox> OpenAsync(IConfiguration configuration, Action<ILoggingBuilder> logging, bool isReadOnly = false, Action<IServiceCollection>? addStores = null)
    {
        var stopped = Create(configuration, logging, addStores);

        try
        {
            var operations = await stopped.store.OpenAsync(isReadOnly);
            stopped.Inbox = OperatorServices.Open(stopped.services, operations, isReadOnly, AuditActor.CommandLine, ActivatorUtilities.CreateInstance<StoredHandlers>(stopped.services));
            return stopped;
        }
        catch (StoreInUseException exception)
        {
            await stopped.DisposeAsync();
            throw new InboxInUseException(exception.Message, exception.InnerException ?? exception);
        }
        catch
        {
            await stopped.DisposeAsync();
            throw;
        }
    }

    /// <summary>Verifies an inbox by reading alone: it need not be writable, and a service may be using it.</summary>
    /// <exception cref="InvalidDataException">A newer version wrote it.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    public static async Task<InboxVerification> VerifyAsync(InboxLocation location, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(location);
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [$"{InboxOptions.Section}:{nameof(InboxOptions.Store)}"] = location.Store,
            [$"{InboxOptions.Section}:{nameof(InboxOptions.Directory)}"] = location.Directory,
        };

        foreach (var (key, value) in location.Settings.AsEnumerable().Where(static setting => setting.Value is not null))
        {
            settings.TryAdd(key, value);
        }

        await using var stopped = Create(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), static _ => { }, location.AddStores);
        return InboxVerification.Of(await stopped.store.VerifyAsync(cancellationToken));
    }

    /// <summary>Brings the tables of a store in a database up to date, as a start of the service does that may.</summary>
    /// <param name="configuration">The settings, of which the section <c>Inbox</c> is used.</param>
    /// <param name="addStores">Registers the stores of other projects, as the service does.</param>
    /// <param name="cancellationToken">Cancels the migration; nothing has changed then.</param>
    /// <returns>The versions that were applied; null when the store has no tables.</returns>
    /// <exception cref="InvalidDataException">A newer version made the tables.</exception>
    /// <exception cref="IOException">The database cannot be reached, or refuses.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting of the section is invalid.</exception>
    public static async Task<IReadOnlyList<int>?> MigrateAsync(
        IConfiguration configuration, Action<IServiceCollection>? addStores = null, CancellationToken cancellationToken = default)
    {
        await using var parts = Services(configuration, static _ => { }, addStores);
        return parts.GetRequiredService<ChosenStore>().Store.Migrate is { } migrate ? await migrate(parts, cancellationToken) : null;
    }

    /// <summary>
    /// Takes over what <c>inbox export</c> of another store has written: open deliveries are handled from now on, and repetitions of settled events are recognised. Importing the same lines
    /// twice changes nothing.
    /// </summary>
    /// <param name="configuration">The settings, of which the section <c>Inbox</c> is used.</param>
    /// <param name="lines">The exported deliveries.</param>
    /// <param name="addStores">Registers the stores of other projects, as the service does.</param>
    /// <param name="cancellationToken">Cancels the import; what was imported by then stays.</param>
    /// <returns>How many deliveries are open, and how many events are settled; null when the store cannot import.</returns>
    /// <exception cref="InvalidDataException">The schema does not fit this program.</exception>
    /// <exception cref="IOException">The database cannot be reached, or refuses.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting of the section is invalid.</exception>
    public static async Task<(long Open, long Settled)?> ImportAsync(
        IConfiguration configuration, IAsyncEnumerable<ExportedDelivery> lines, Action<IServiceCollection>? addStores = null, CancellationToken cancellationToken = default)
    {
        await using var parts = Services(configuration, static _ => { }, addStores);

        if (parts.GetRequiredService<ChosenStore>().Store.Import is not { } import)
        {
            return null;
        }

        var counts = await import(parts, lines.Select(static line => line.ToImported()), cancellationToken);
        return (counts.Open, counts.Settled);
    }

    /// <summary>Writes and syncs the changes, and releases the inbox.</summary>
    /// <exception cref="IOException">The changes were not written in time.</exception>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await store.DisposeAsync();
        }
        finally
        {
            await services.DisposeAsync();
        }
    }

    private static StoppedInbox Create(IConfiguration configuration, Action<ILoggingBuilder> logging, Action<IServiceCollection>? addStores)
    {
        var built = Services(configuration, logging, addStores);

        try
        {
            return new StoppedInbox(built);
        }
        catch
        {
            built.Dispose();
            throw;
        }
    }

    private static ServiceProvider Services(IConfiguration configuration, Action<ILoggingBuilder> logging, Action<IServiceCollection>? addStores)
    {
        var parts = new ServiceCollection();
        parts.AddSingleton(configuration);
        parts.AddLogging(logging);
        parts.AddWhatsAppWebhooks();
        addStores?.Invoke(parts);
        return parts.BuildServiceProvider();
    }
}
