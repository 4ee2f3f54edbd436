using System.Security.Cryptography;
using System.Text;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// How Meta signs: HMAC-SHA256 with the app secret over the body's bytes as they are on the wire (<c>Specification/transport.md</c>, section 4).
/// </summary>
public static class WebhookSignature
{
    /// <summary>The value of the header <see cref="SignatureHeader.HeaderName"/> for a body, for tests and for senders.</summary>
    /// <param name="appSecret">The app secret.</param>
    /// <param name="body">The bytes of the body.</param>
    /// <exception cref="ArgumentException"><paramref name="appSecret"/> is empty: such a signature could be made by anybody.</exception>
    public static string Create(string appSecret, ReadOnlySpan<byte> body)
    {
        ArgumentException.ThrowIfNullOrEmpty(appSecret);

        return "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(appSecret), body));
    }

    /// <summary>
    /// Whether any of <paramref name="computed"/>, one signature per secret, is the one that was sent. Takes the same time for every
    /// outcome: all are compared, and each from first to last byte.
    /// </summary>
    /// <param name="header">What was sent.</param>
    /// <param name="computed">The signatures that the known secrets give, one after another, <see cref="SignatureHeader.Size"/> bytes each.</param>
    /// <exception cref="ArgumentException">The length of <paramref name="computed"/> is no multiple of <see cref="SignatureHeader.Size"/>.</exception>
    public static bool MatchesAny(SignatureHeader header, ReadOnlySpan<byte> computed)
    {
        ArgumentNullException.ThrowIfNull(header);

        if (computed.Length % SignatureHeader.Size is not 0)
        {
            throw new ArgumentException("The signatures must be whole.", nameof(computed));
        }

        var matches = false;

        for (; !computed.IsEmpty; computed = computed[SignatureHeader.Size..])
        {
            matches |= CryptographicOperations.FixedTimeEquals(header.Signature, computed[..SignatureHeader.Size]);
        }

        return matches;
    }
}
