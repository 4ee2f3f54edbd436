using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Verification;

/// <summary>The proof of senders that sign: the HMAC-SHA256 of the body in a header.</summary>
internal sealed class SignatureProof : SenderProof
{
    private readonly Form form;

    private SignatureProof(string header, Form form, IEnumerable<string> appSecrets)
        : base(appSecrets, [header, .. appSecrets]) => (HeaderName, this.form) = (header, form);

    private delegate bool Form(string? value, [NotNullWhen(true)] out SignatureHeader? signature);

    public override string HeaderName { get; }

    public override bool IsInHead => false;

    /// <summary>Meta's, in <c>X-Hub-Signature-256</c>.</summary>
    public static SignatureProof OfMeta(IEnumerable<string> appSecrets) => new(SignatureHeader.HeaderName, SignatureHeader.TryParse, appSecrets);

    /// <summary>That of 360dialog's partner webhooks, in <c>x-360dialog-signature</c>.</summary>
    public static SignatureProof OfD360(IEnumerable<string> appSecrets) => new(SignatureHeader.D360HeaderName, SignatureHeader.TryParseD360, appSecrets);

    public override SenderClaim? Read(IHeaderDictionary headers) =>
        headers[HeaderName] is [{ } value] && form(value, out var signature) ? SenderClaim.Signed(signature) : null;
}
