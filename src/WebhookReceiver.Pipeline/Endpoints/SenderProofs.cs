using WebhookReceiver.Verification;

namespace WebhookReceiver.Endpoints;

/// <summary>Builds the proof that an endpoint demands from its settings.</summary>
internal static class SenderProofs
{
    public static EndpointSecrets Of(CallbackEndpointOptions options) => options.Sender switch
    {
        SenderKind.Header => new(verifyTokens: [], new HeaderProof(options.HeaderName!, options.HeaderValues()), hasHandshake: false),
        SenderKind.Basic => new(verifyTokens: [], new BasicProof(options.Credentials().Select(static one => $"{one.UserName}:{one.Password}")), hasHandshake: false),
        SenderKind.D360Signature => new(verifyTokens: [], SignatureProof.OfD360(options.AppSecrets()), hasHandshake: false),
        SenderKind.Meta => new(options.VerifyTokens(), SignatureProof.OfMeta(options.AppSecrets())),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Sender, "A kind of sender without a proof."),
    };
}
