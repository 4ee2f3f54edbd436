using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace WebhookReceiver.Verification;

/// <summary>The proof of senders that use Basic authentication (RFC 7617): a user name and a password.</summary>
/// <param name="credentials">Each user name and password, joined by a colon.</param>
internal sealed class BasicProof(IEnumerable<string> credentials) : SenderProof(keys: [], credentials)
{
    private const string Scheme = "Basic";

    /// <summary>More than any credentials need, and little enough to decode for a stranger.</summary>
    private const int Longest = 2048;

    private readonly SecretHashes known = new(credentials);

    public override string HeaderName => "Authorization";

    public override string? Challenge => "Basic realm=\"webhook\", charset=\"UTF-8\"";

    public override bool IsInHead => true;

    public override SenderClaim? Read(IHeaderDictionary headers)
    {
        if (headers.Authorization is not [{ Length: <= Longest } value]
            || !AuthenticationHeaderValue.TryParse(value, out var header)
            || !Scheme.Equals(header.Scheme, StringComparison.OrdinalIgnoreCase)
            || header.Parameter is not { Length: > 0 } encoded)
        {
            return null;
        }

        Span<byte> decoded = stackalloc byte[Longest];
        return Convert.TryFromBase64String(encoded, decoded, out var length) ? SenderClaim.Presented(decoded[..length], known) : null;
    }
}
