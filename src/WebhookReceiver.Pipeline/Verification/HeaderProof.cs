using System.Text;
using Microsoft.AspNetCore.Http;

namespace WebhookReceiver.Verification;

/// <summary>The proof of senders that do not sign but add a configured header to each request: a secret value under a name of the operator's choice.</summary>
internal sealed class HeaderProof(string name, IEnumerable<string> values) : SenderProof(keys: [], [name.ToUpperInvariant(), .. values])
{
    private readonly SecretHashes known = new(values);

    public override string HeaderName => name;

    public override bool IsInHead => true;

    public override SenderClaim? Read(IHeaderDictionary headers) =>
        headers[name] is [{ Length: > 0 } value] ? SenderClaim.Presented(Encoding.UTF8.GetBytes(value), known) : null;
}
