using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using WebhookReceiver.Files;

namespace WebhookReceiver.Watchdog;

/// <summary>
/// To where notices are posted, and the secret that signs them. Both may be changed while the service runs, and are read when used. An invalid change leaves the previous ones in force, and is logged when it is made:
/// the next notice may be days away.
/// </summary>
internal sealed partial class AlertAddress : IDisposable
{
    private readonly IOptionsFactory<AlertsOptions> factory;
    private readonly ILogger<AlertAddress> logger;
    private readonly IDisposable subscription;
    private volatile AlertsOptions inForce;
    private string? refused;

    public AlertAddress(IOptionsFactory<AlertsOptions> factory, IConfiguration configuration, SecretFiles secretFiles, FileWatch watch, ILogger<AlertAddress> logger)
    {
        (this.factory, this.logger) = (factory, logger);
        watch.Watch(() => secretFiles.PathsIn(configuration.GetSection(AlertsOptions.Section), typeof(AlertsOptions)), Reload);
        inForce = factory.Create(Options.DefaultName);
        subscription = ChangeToken.OnChange(configuration.GetReloadToken, Reload);
    }

    /// <returns>Null when nothing is posted.</returns>
    public (Uri Url, string Secret)? Read()
    {
        Reload();
        return inForce is { WebhookUrl: { } url, WebhookSecret: { } secret } ? (new Uri(url), secret) : null;
    }

    public void Dispose() => subscription.Dispose();

    private void Reload()
    {
        try
        {
            inForce = factory.Create(Options.DefaultName);
            Volatile.Write(ref refused, null);
        }
        catch (Exception exception) when (exception is OptionsValidationException or InvalidOperationException)
        {
            if (!string.Equals(Interlocked.Exchange(ref refused, exception.Message), exception.Message, StringComparison.Ordinal))
            {
                ChangeRefused(logger, exception.Message);
            }
        }
    }

    [LoggerMessage(1814, LogLevel.Error, "Changed settings of Alerts refused; the previous ones stay in force: {Problems}")]
    private static partial void ChangeRefused(ILogger logger, string problems);
}
