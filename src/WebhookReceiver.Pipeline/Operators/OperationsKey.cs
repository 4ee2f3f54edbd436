using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary>
/// The key of <c>/api</c>: the configured one, or else one generated at this start. Only its hash is kept, and hashes are compared, so that neither time nor length
/// reveals anything about it.
/// </summary>
internal sealed class OperationsKey
{
    private const int RandomBytes = 32;

    private readonly byte[]? hash;

    public OperationsKey(IOptions<OperationsOptions> options, ChosenStore store)
    {
        Generated = options.Value.ApiKey is null && store.Folder is not null ? RandomNumberGenerator.GetHexString(RandomBytes * 2, lowercase: true) : null;
        hash = (options.Value.ApiKey ?? Generated) is { } key ? Hash(key) : null;
    }

    /// <summary>The generated key, to be written where the command line finds it; null when one is configured, or when there is no folder to write it to.</summary>
    public string? Generated { get; }

    /// <summary>False when no key is configured and there is no folder: then every request is refused.</summary>
    public bool Exists => hash is not null;

    public bool Fits(string? presented)
    {
        // Compared even when no key was presented: every refusal takes the same path.
        var isSame = CryptographicOperations.FixedTimeEquals(Hash(presented ?? string.Empty), hash ?? new byte[SHA256.HashSizeInBytes]);
        return isSame && presented is not null && hash is not null;
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
