using System.Diagnostics.Metrics;
using System.IO.Pipelines;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Observation;
using WebhookReceiver.Verification;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Pipeline.Tests.Fakes;

/// <summary>Secrets, and bodies signed with them.</summary>
internal static class Bodies
{
    public const string Secret = "unit-app-secret-0123456789";
    public const string Token = "unit-verify-token";

    public static SenderProof Proof(string secret = Secret, params string[] more) => SignatureProof.OfMeta([secret, .. more]);

    public static SenderClaim Signature(ReadOnlySpan<byte> body, string secret = Secret) =>
        SignatureHeader.TryParse(WebhookSignature.Create(secret, body), out var header) ? SenderClaim.Signed(header) : throw new InvalidOperationException();

    public static VerifiedPayload Verified(int size)
    {
        var bytes = new byte[size];
        using var body = Proof().NewBody();
        Append(body, bytes);
        return body.Verify(Signature(bytes))!;
    }

    /// <summary>Appends as the door does, with all the memory in the world.</summary>
    public static void Append(ReceivedBody body, ReadOnlySpan<byte> bytes)
    {
        if (!body.Fits(bytes.Length) && !body.TryGrow(bytes.Length, new BodyBlocks(1024L * 1024 * 1024, TimeProvider.System), Arriving()))
        {
            throw new InvalidOperationException("There is no memory.");
        }

        body.Append(bytes);
    }

    public static ArrivingBody Arriving(bool isProven = false, long since = 0, long bytes = 0) => new(PipeReader.Create(Stream.Null), since, isProven) { Bytes = bytes };

    public static ReceiverMetrics Metrics() =>
        new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
}
