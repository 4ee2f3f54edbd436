using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Endpoints;
using WebhookReceiver.Observation;
using WebhookReceiver.Verification;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Pipeline.Tests.Fakes;

/// <summary>Secrets, and bodies signed with them.</summary>
internal static class Bodies
{
    public const string Secret = "unit-app-secret-0123456789";
    public const string Token = "unit-verify-token";

    public static EndpointSecrets Secrets(string secret = Secret, params string[] more)
    {
        var options = new CallbackEndpointOptions { VerifyToken = Token, AppSecret = secret };
        options.AdditionalAppSecrets.AddRange(more);
        return new EndpointSecrets(options);
    }

    public static SignatureHeader Signature(ReadOnlySpan<byte> body, string secret = Secret) =>
        SignatureHeader.TryParse(WebhookSignature.Create(secret, body), out var header) ? header : throw new InvalidOperationException();

    public static VerifiedPayload Verified(int size)
    {
        var bytes = new byte[size];
        using var body = Secrets().NewBody();
        body.Grow(size);
        body.Append(bytes);
        return body.Verify(Signature(bytes))!;
    }

    public static ReceiverMetrics Metrics() =>
        new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
}
