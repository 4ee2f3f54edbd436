using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using WebhookReceiver.Files;
using WebhookReceiver.Senders;

namespace WebhookReceiver.Endpoints;

/// <summary>
/// All callback endpoints. When the configuration or a file with a secret changes, tokens and secrets are replaced between two requests; an invalid change is
/// refused as a whole, and the last valid configuration stays in force.
/// </summary>
internal sealed partial class CallbackEndpoints : IDisposable
{
    private readonly IOptionsFactory<WhatsAppOptions> factory;
    private readonly ILogger<CallbackEndpoints> logger;
    private readonly IDisposable subscription;

    // A changed file may be loaded twice: by the framework's watcher and by ours. The same problem is logged once.
    private string? refused;

    public CallbackEndpoints(IOptionsFactory<WhatsAppOptions> factory, IConfiguration configuration, SecretFiles secretFiles, FileWatch watch, TimeProvider clock, IHostEnvironment environment, ILogger<CallbackEndpoints> logger)
    {
        this.factory = factory;
        this.logger = logger;

        // Before they are read, so that a change in between is noticed.
        watch.Watch(() => secretFiles.PathsIn(configuration.GetSection(WhatsAppOptions.Section), typeof(WhatsAppOptions)), Reload);
        All = [.. factory.Create(Options.DefaultName).All().Select(endpoint => new CallbackEndpoint(endpoint.Name, endpoint.Options, SenderProofs.Of(endpoint.Options), AddressesOf(endpoint.Name, endpoint.Options)))];
        subscription = ChangeToken.OnChange(configuration.GetReloadToken, Reload);

        AllowedAddresses? AddressesOf(string name, CallbackEndpointOptions options) =>
            options is { AllowedAddresses: { } path, AllowedAddressesMode: not AddressMode.Off } ? new AllowedAddresses(name, SettingsPaths.Resolve(path, environment), watch, clock, logger) : null;
    }

    public IReadOnlyList<CallbackEndpoint> All { get; }

    public void Dispose() => subscription.Dispose();

    private void Reload()
    {
        try
        {
            var fresh = factory.Create(Options.DefaultName).All().ToDictionary(static endpoint => endpoint.Name, StringComparer.OrdinalIgnoreCase);

            if (fresh.Count != All.Count || All.Any(endpoint => !fresh.ContainsKey(endpoint.Name)))
            {
                EndpointsNeedRestart(logger);
            }

            foreach (var endpoint in All)
            {
                if (fresh.TryGetValue(endpoint.Name, out var changed) && SenderProofs.Of(changed.Options) is var secrets && !endpoint.Secrets.Are(secrets))
                {
                    endpoint.Secrets = secrets;
                    SecretsExchanged(logger, endpoint.Name);
                }
            }

            refused = null;
        }
        catch (Exception exception) when (exception is OptionsValidationException or InvalidOperationException)
        {
            // This runs on the file watcher's thread, where nobody would catch an exception.
            if (!string.Equals(Interlocked.Exchange(ref refused, exception.Message), exception.Message, StringComparison.Ordinal))
            {
                ChangeRefused(logger, exception.Message);
            }
        }
    }

    [LoggerMessage(1001, LogLevel.Information, "Tokens and secrets of endpoint {Endpoint} replaced")]
    private static partial void SecretsExchanged(ILogger logger, string endpoint);

    [LoggerMessage(1002, LogLevel.Error, "Changed configuration refused; the previous one stays in force: {Problems}")]
    private static partial void ChangeRefused(ILogger logger, string problems);

    [LoggerMessage(1003, LogLevel.Warning, "Endpoints were added to or removed from the configuration; this takes effect at the next start")]
    private static partial void EndpointsNeedRestart(ILogger logger);
}
