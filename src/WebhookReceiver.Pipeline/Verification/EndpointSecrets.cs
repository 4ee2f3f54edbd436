using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.ObjectPool;

namespace WebhookReceiver.Verification;

/// <summary>The verify tokens and signing keys of one endpoint at one moment. Immutable: a change creates a new instance.</summary>
internal sealed class EndpointSecrets
{
    private readonly byte[] tokenHashes;
    private readonly byte[] fingerprint;
    private readonly DefaultObjectPool<ReceivedBody> bodies;

    public EndpointSecrets(IEnumerable<string> verifyTokens, IEnumerable<string> appSecrets)
    {
        tokenHashes = [.. verifyTokens.Where(HasText).SelectMany(static token => SHA256.HashData(Encoding.UTF8.GetBytes(token)))];
        fingerprint = FingerprintOf(verifyTokens, appSecrets);
        var keys = appSecrets.Where(HasText).Select(Encoding.UTF8.GetBytes).ToArray();
        bodies = new DefaultObjectPool<ReceivedBody>(new ReceivedBodyPolicy(keys), maximumRetained: 256);
    }

    /// <summary>
    /// Whether <paramref name="token"/> is one of ours. Compares hashes, and compares with all of them, so that the time taken reveals neither length nor position.
    /// </summary>
    public bool HasToken(string token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(token), hash);
        var matches = false;

        for (var known = tokenHashes.AsSpan(); !known.IsEmpty; known = known[hash.Length..])
        {
            matches |= CryptographicOperations.FixedTimeEquals(hash, known[..hash.Length]);
        }

        return matches;
    }

    /// <summary>A new, empty body whose signatures are computed with these keys as it arrives. Dispose it when done.</summary>
    public ReceivedBody NewBody()
    {
        var body = bodies.Get();
        body.Open(bodies);
        return body;
    }

    /// <summary>Whether nothing has changed, including the role of each value.</summary>
    public bool Are(IEnumerable<string> verifyTokens, IEnumerable<string> appSecrets) =>
        CryptographicOperations.FixedTimeEquals(fingerprint, FingerprintOf(verifyTokens, appSecrets));

    /// <summary>An empty token would match a missing parameter, and an empty key is known to everybody. Both are refused at startup and ignored here.</summary>
    private static bool HasText(string value) => !string.IsNullOrWhiteSpace(value);

    private static byte[] FingerprintOf(IEnumerable<string> verifyTokens, IEnumerable<string> appSecrets) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', verifyTokens.Append("\u0001").Concat(appSecrets))));

    private sealed class ReceivedBodyPolicy(byte[][] keys) : IPooledObjectPolicy<ReceivedBody>
    {
        public ReceivedBody Create() => new(keys);

        public bool Return(ReceivedBody obj) => true;
    }
}
