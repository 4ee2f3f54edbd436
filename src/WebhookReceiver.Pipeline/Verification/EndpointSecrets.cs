using System.Security.Cryptography;
using System.Text;

namespace WebhookReceiver.Verification;

/// <summary>The verify tokens of one endpoint and the proof that its senders bring, at one moment. Immutable: a change creates a new instance.</summary>
internal sealed class EndpointSecrets(IEnumerable<string> verifyTokens, SenderProof proof, bool hasHandshake = true)
{
    private readonly SecretHashes tokens = new(verifyTokens);

    private readonly byte[] fingerprint =
        [.. SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', verifyTokens))), .. proof.Fingerprint];

    public SenderProof Proof { get; } = proof;

    /// <summary>Whether these senders check the callback URL with a GET before they use it. Only Meta does.</summary>
    public bool HasHandshake { get; } = hasHandshake;

    public bool HasToken(string token) => tokens.Contains(token);

    /// <summary>Whether nothing has changed, including the role of each value.</summary>
    public bool Are(EndpointSecrets others) => CryptographicOperations.FixedTimeEquals(fingerprint, others.fingerprint);
}
