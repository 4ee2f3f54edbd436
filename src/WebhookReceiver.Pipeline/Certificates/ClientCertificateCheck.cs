using Microsoft.AspNetCore.Http;

namespace WebhookReceiver.Certificates;

/// <summary>Checks the client certificate of a request: that of its connection, or the one that a trusted proxy passes on.</summary>
internal sealed class ClientCertificateCheck(ForwardedCertificates forwarded, TimeProvider clock)
{
    public ClientCertificateVerdict Of(HttpContext context, ClientCertificateTrust trust)
    {
        if (forwarded.AreFrom(context))
        {
            return forwarded.Judge(context.Request.Headers, trust, clock.GetUtcNow());
        }

        return context.Connection.ClientCertificate is { } certificate
            ? PresentedCertificate.Of(certificate).Judge(trust, clock.GetUtcNow())
            : ClientCertificateVerdict.Missing;
    }
}
