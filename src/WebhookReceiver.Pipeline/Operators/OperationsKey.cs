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
/// The keys of <c>/api</c>: the one that may do everything, configured or else generated at this start, and the one that may only read. Those that are configured may change while the service runs.
/// Only their hashes are kept, and hashes are compared, so that neither time nor length reveals anything about them.
/// </summary>
internal sealed partial class OperationsKey : IDisposable
{
    private const int RandomBytes = 32;

    private readonly IOptionsFactory<OperationsOptions> factory;
    private readonly ILogger<OperationsKey> logger;
    private readonly IDisposable subscription;
    private volatile byte[]? hash;
    private volatile byte[]? readHash;
    private string? refused;

    public OperationsKey(IOptionsFactory<OperationsOptions> factory, ChosenStore store, IConfiguration configuration, SecretFiles secretFiles, FileWatch watch, ILogger<OperationsKey> logger)
    {
        (this.factory, this.logger) = (factory, logger);
        watch.Watch(() => secretFiles.PathsIn(configuration.GetSection(OperationsOptions.Section), typeof(OperationsOptions)), Reload);
        var options = factory.Create(Options.DefaultName);
        var configured = options.ApiKey;
        Generated = configured is null && store.Folder is not null ? RandomNumberGenerator.GetHexString(RandomBytes * 2, lowercase: true) : null;
        hash = HashOrNull(configured ?? Generated);
        readHash = HashOrNull(options.ReadKey);
        subscription = ChangeToken.OnChange(configuration.GetReloadToken, Reload);
    }

    /// <summary>The generated key, to be written where the command line finds it; null when one is configured, or when there is no folder to write it to.</summary>
    public string? Generated { get; }

    /// <summary>False when no key is configured and there is no folder: then every request is refused.</summary>
    public bool Exists => hash is not null || readHash is not null;

    /// <summary>What the holder of this key may do; null when it is no key.</summary>
    public OperationsAccess? AccessOf(string? presented)
    {
        // Compared with both, and even when no key was presented: every refusal takes the same path.
        var candidate = Hash(presented ?? string.Empty);
        var isFull = IsSame(candidate, hash);
        var isRead = IsSame(candidate, readHash);

        return presented is null ? null : isFull ? OperationsAccess.Full : isRead ? OperationsAccess.Read : null;
    }

    /// <summary>Whether the key with this hash still gives this access.</summary>
    public bool IsInForce(byte[] keyHash, OperationsAccess access) => IsSame(keyHash, access is OperationsAccess.Full ? hash : readHash);

    public void Dispose() => subscription.Dispose();

    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private static byte[]? HashOrNull(string? key) => key is null ? null : Hash(key);

    private static bool IsSame(byte[] candidate, byte[]? expected) =>
        CryptographicOperations.FixedTimeEquals(candidate, expected ?? new byte[SHA256.HashSizeInBytes]) && expected is not null;

    private void Reload()
    {
        try
        {
            var options = factory.Create(Options.DefaultName);

            // A key that was generated stays: a command may have read it from its file. So does one that is no longer configured, because there would be none.
            if (Generated is null && HashOrNull(options.ApiKey) is { } changed && !IsSame(changed, hash))
            {
                hash = changed;
                KeyReplaced(logger);
            }

            // The key for reading is not needed, so one that is no longer configured opens nothing any more.
            if (HashOrNull(options.ReadKey) is var read && !(read is null ? readHash is null : IsSame(read, readHash)))
            {
                readHash = read;
                ReadKeyReplaced(logger);
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

    [LoggerMessage(1286, LogLevel.Error, "Changed settings of /api refused; the previous keys stay in force: {Problems}")]
    private static partial void ChangeRefused(ILogger logger, string problems);

    [LoggerMessage(1287, LogLevel.Information, "The key of /api that may only read was replaced or removed")]
    private static partial void ReadKeyReplaced(ILogger logger);
}
