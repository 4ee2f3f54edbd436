using System.Security.Cryptography;
using System.Text;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// Meta's signatures: HMAC-SHA256 with the app secret over the body's bytes exactly as on the wire (<c>Specification/transport.md</c>, section 4).
/// </summary>
public static class WebhookSignature
{
    /// <summary>Computes the value of the header <see cref="SignatureHeader.HeaderName"/> for a body, for tests and for senders.</summary>
    /// <param name="appSecret">The app secret.</param>
    /// <param name="body">The bytes of the body.</param>
    /// <exception cref="ArgumentException"><paramref name="appSecret"/> is empty: anybody could compute such a signature.</exception>
    public static string Create(string appSecret, ReadOnlySpan<byte> body)
    {
        ArgumentException.ThrowIfNullOrEmpty(appSecret);

        return "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(appSecret), body));
    }

    /// <summary>
    /// Whether any of <paramref name="computed"/>, one signature per secret, is the one that was sent. Takes the same time for every
    /// outcome: all of them are compared, each from first to last byte.
    /// </summary>
    /// <param name="header">The signature that was sent.</param>
    /// <param name="computed">The signatures computed with the known secrets, one after another, <see cref="SignatureHeader.Size"/> bytes each.</param>
    /// <exception cref="ArgumentException">The length of <paramref name="computed"/> is not a multiple of <see cref="SignatureHeader.Size"/>.</exception>
    public static bool MatchesAny(SignatureHeader header, ReadOnlySpan<byte> computed)
    {
        ArgumentNullException.ThrowIfNull(header);

        if (computed.Length % SignatureHeader.Size is not 0)
        {
            throw new ArgumentException("The signatures must be complete.", nameof(computed));
        }

        var matches = false;

        for (; !computed.IsEmpty; computed = computed[SignatureHeader.Size..])
        {
            matches |= CryptographicOperations.FixedTimeEquals(header.Signature, computed[..SignatureHeader.Size]);
        }

        return matches;
    }
}
