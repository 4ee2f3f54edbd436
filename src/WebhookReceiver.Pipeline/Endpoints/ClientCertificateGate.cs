using Microsoft.AspNetCore.Http;
using WebhookReceiver.Certificates;
using WebhookReceiver.Observation;
using WebhookReceiver.Senders;

namespace WebhookReceiver.Endpoints;

/// <summary>
/// Stands before an endpoint that requires a client certificate, and refuses requests without an accepted one, before anything of their body is read. It comes on top of the signature: a
/// certificate shows who operates the sender, and not whose notification it is.
/// </summary>
internal sealed class ClientCertificateGate(ClientCertificateCheck check, RefusalLog refusals, ClientCertificateLog log, SenderAddresses senders)
{
    /// <returns>Whether the request has been answered.</returns>
    public bool Refuses(HttpContext context, ClientCertificateRule rule)
    {
        if ((rule.IsHandshakeExempt && HttpMethods.IsGet(context.Request.Method)) || check.Of(context, rule.Trust) is not (not ClientCertificateVerdict.Accepted and var verdict))
        {
            return false;
        }

        var sender = senders.Of(context);
        refusals.Refused(rule.Endpoint, Refusal.ClientCertificate, sender);
        log.RequestRefused(rule.Endpoint, verdict, sender);
        context.Response.StatusCode = Refusal.ClientCertificate.StatusCode();
        Refusals.EndConnection(context.Response);
        return true;
    }
}
