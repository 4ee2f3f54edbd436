using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary>
/// The inbox of a service that does not run: it is taken and recovered as the service does it, and what is done with it is synced when this is disposed. A replay is marked,
/// and done when the service starts next. One that is opened for reading stays as it is, down to the last byte.
/// </summary>
public sealed class StoppedInbox : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly IStoppedStore store;

    private StoppedInbox(ServiceProvider services)
    {
        this.services = services;
        var chosen = services.GetRequiredService<ChosenStore>();
        store = chosen.Store.Stopped?.Invoke(services) ?? throw new InvalidDataException($"Inbox:Store is {chosen.Name}: only the service has anything.");
    }

    /// <summary>What can be done with it.</summary>
    public WhatsAppInbox Inbox { get; private set; } = null!;

    /// <summary>Takes the inbox and recovers it.</summary>
    /// <param name="configuration">Of which the section <c>Inbox</c> is used.</param>
    /// <param name="logging">Where recovery reports damage.</param>
    /// <param name="isReadOnly">Whether nothing is to be done with it: then nothing is written, and what would write is refused.</param>
    /// <exception cref="InboxInUseException">Another process has it.</exception>
    /// <exception cref="InvalidDataException">A newer version wrote it, or files of it are missing.</exception>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read or written.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting of the section cannot be used.</exception>
    public static async Task<StoppedInbox> OpenAsync(IConfiguration configuration, Action<ILoggingBuilder> logging, bool isReadOnly = false)
    {
        var stopped = Create(configuration, logging);

        try
        {
            var operations = await stopped.store.OpenAsync(isReadOnly);
            stopped.Inbox = OperatorServices.Open(stopped.services, operations, isReadOnly);
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

    /// <summary>Reads an inbox and nothing but reads: it need not be writable, and a service may be at work in it.</summary>
    /// <exception cref="InvalidDataException">A newer version wrote it.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static async Task<InboxVerification> VerifyAsync(InboxLocation location, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(location);
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [$"{InboxOptions.Section}:{nameof(InboxOptions.Store)}"] = location.Store,
            [$"{InboxOptions.Section}:{nameof(InboxOptions.Directory)}"] = location.Directory,
        };

        await using var stopped = Create(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), static _ => { });
        return InboxVerification.Of(await stopped.store.VerifyAsync(cancellationToken));
    }

    /// <summary>Writes and syncs what was done, and lets the inbox go.</summary>
    /// <exception cref="IOException">It was not written in time.</exception>
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

    private static StoppedInbox Create(IConfiguration configuration, Action<ILoggingBuilder> logging)
    {
        var parts = new ServiceCollection();
        parts.AddSingleton(configuration);
        parts.AddLogging(logging);
        parts.AddWhatsAppWebhooks();
        var built = parts.BuildServiceProvider();

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
}
