using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Verification;

/// <summary>
/// What the head of a request presents as proof of its sender: a signature, which the body has yet to match, or a secret that was already found to be one of ours. The default value proves nothing.
/// </summary>
internal readonly struct SenderClaim
{
    private readonly SignatureHeader? signature;
    private readonly bool isProven;

    private SenderClaim(SignatureHeader? signature, bool isProven) => (this.signature, this.isProven) = (signature, isProven);

    /// <summary>A signature: it holds for a body with the same signature under one of the keys.</summary>
    public static SenderClaim Signed(SignatureHeader signature) => new(signature, isProven: false);

    /// <summary>A secret that was presented. There is no other way to a claim that holds for every body.</summary>
    /// <returns>Null when it is not one of <paramref name="known"/>.</returns>
    public static SenderClaim? Presented(ReadOnlySpan<byte> secret, SecretHashes known) => known.Contains(secret) ? new SenderClaim(signature: null, isProven: true) : null;

    /// <param name="computed">The signatures of the body under each key of the endpoint.</param>
    public bool HoldsFor(ReadOnlySpan<byte> computed) => isProven || (signature is not null && WebhookSignature.MatchesAny(signature, computed));
}
