using System.Security.Cryptography;
using System.Text;

namespace WebhookReceiver.Verification;

/// <summary>
/// Secrets that a sender presents as they are: verify tokens, header values, user names with passwords. Only their hashes are kept and compared, so that the time taken
/// reveals neither length nor position.
/// </summary>
internal sealed class SecretHashes
{
    private readonly byte[] hashes;

    /// <param name="secrets">The secrets. A blank one is left out: it would match a parameter or header that is missing.</param>
    public SecretHashes(IEnumerable<string> secrets) =>
        hashes = [.. secrets.Where(static secret => !string.IsNullOrWhiteSpace(secret)).SelectMany(static secret => SHA256.HashData(Encoding.UTF8.GetBytes(secret)))];

    /// <summary>Whether this is one of them. Compares with all of them, whatever the outcome.</summary>
    public bool Contains(string presented) => Contains(Encoding.UTF8.GetBytes(presented));

    /// <inheritdoc cref="Contains(string)"/>
    public bool Contains(ReadOnlySpan<byte> presented)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(presented, hash);
        var matches = false;

        for (var known = hashes.AsSpan(); !known.IsEmpty; known = known[hash.Length..])
        {
            matches |= CryptographicOperations.FixedTimeEquals(hash, known[..hash.Length]);
        }

        return matches;
    }
}
