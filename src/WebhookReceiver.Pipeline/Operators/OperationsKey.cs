using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using WebhookReceiver.Files;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary>
/// The key of <c>/api</c>: the configured one, which may change while the service runs, or else one generated at this start. Only its hash is kept, and hashes are compared, so that neither time nor
/// length reveals anything about it.
/// </summary>
internal sealed partial class OperationsKey : IDisposable
{
    private const int RandomBytes = 32;

    private readonly IOptionsFactory<OperationsOptions> factory;
    private readonly ILogger<OperationsKey> logger;
    private readonly IDisposable subscription;
    private volatile byte[]? hash;
    private string? refused;

    public OperationsKey(IOptionsFactory<OperationsOptions> factory, ChosenStore store, IConfiguration configuration, SecretFiles secretFiles, FileWatch watch, ILogger<OperationsKey> logger)
    {
        (this.factory, this.logger) = (factory, logger);
        watch.Watch(() => secretFiles.PathsIn(configuration.GetSection(OperationsOptions.Section), typeof(OperationsOptions)), Reload);
        var configured = factory.Create(Options.DefaultName).ApiKey;
        Generated = configured is null && store.Folder is not null ? RandomNumberGenerator.GetHexString(RandomBytes * 2, lowercase: true) : null;
        hash = (configured ?? Generated) is { } key ? Hash(key) : null;
        subscription = ChangeToken.OnChange(configuration.GetReloadToken, Reload);
    }

    /// <summary>The generated key, to be written where the command line finds it; null when one is configured, or when there is no folder to write it to.</summary>
    public string? Generated { get; }

    /// <summary>False when no key is configured and there is no folder: then every request is refused.</summary>
    public bool Exists => hash is not null;

    public bool Fits(string? presented)
    {
        var expected = hash;

        // Compared even when no key was presented: every refusal takes the same path.
        var isSame = CryptographicOperations.FixedTimeEquals(Hash(presented ?? string.Empty), expected ?? new byte[SHA256.HashSizeInBytes]);
        return isSame && presented is not null && expected is not null;
    }

    public void Dispose() => subscription.Dispose();

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private void Reload()
    {
        try
        {
            // A key that was generated stays: a command may have read it from its file. So does one that is no longer configured, because there would be none.
            if (Generated is null && factory.Create(Options.DefaultName).ApiKey is { } key && Hash(key) is var changed && !CryptographicOperations.FixedTimeEquals(changed, hash))
            {
                hash = changed;
                KeyReplaced(logger);
            }

            refused = null;
        }
        catch (Exception exception) when (exception is OptionsValidationException or InvalidOperationException)
        {
            // This runs on a watcher's thread, where nobody would catch an exception.
            if (!string.Equals(Interlocked.Exchange(ref refused, exception.Message), exception.Message, StringComparison.Ordinal))
            {
                ChangeRefused(logger, exception.Message);
            }
        }
    }

    [LoggerMessage(1285, LogLevel.Information, "The key of /api was replaced")]
    private static partial void KeyReplaced(ILogger logger);

    [LoggerMessage(1286, LogLevel.Error, "Changed settings of /api refused; the previous key stays in force: {Problems}")]
    private static partial void ChangeRefused(ILogger logger, string problems);
}
