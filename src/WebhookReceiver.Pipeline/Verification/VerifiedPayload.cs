namespace WebhookReceiver.Verification;

/// <summary>
/// Bytes whose sender has proved who it is. <see cref="Verify"/> is the only way to create one, so a room that asks for this type cannot be
/// handed bytes that nobody checked.
/// </summary>
internal sealed class VerifiedPayload
{
    private VerifiedPayload(byte[] body) => Body = body;

    /// <summary>The body exactly as it was on the wire: a separate copy that nobody changes.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <param name="claim">What the sender presented.</param>
    /// <param name="computed">The signatures of <paramref name="body"/> under each key.</param>
    /// <param name="body">The bytes.</param>
    public static VerifiedPayload? Verify(SenderClaim claim, ReadOnlySpan<byte> computed, ReceivedBody body) =>
        claim.HoldsFor(computed) ? new VerifiedPayload(body.ToArray()) : null;
}
