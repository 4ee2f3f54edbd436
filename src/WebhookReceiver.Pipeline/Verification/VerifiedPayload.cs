using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Verification;

/// <summary>
/// Bytes whose signature matches. There is no way to one but <see cref="Verify"/>, so a room that asks for this type cannot be handed
/// bytes that nobody checked.
/// </summary>
internal sealed class VerifiedPayload
{
    private VerifiedPayload(byte[] body) => Body = body;

    /// <summary>The body as it was on the wire: a copy of its own, which nobody changes.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <param name="header">The signature that was sent.</param>
    /// <param name="computed">The signatures of <paramref name="body"/> under each key.</param>
    /// <param name="body">The bytes.</param>
    public static VerifiedPayload? Verify(SignatureHeader header, ReadOnlySpan<byte> computed, ReceivedBody body) =>
        WebhookSignature.MatchesAny(header, computed) ? new VerifiedPayload(body.ToArray()) : null;
}
