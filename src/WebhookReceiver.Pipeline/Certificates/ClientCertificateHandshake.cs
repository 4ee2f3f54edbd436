using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;

namespace WebhookReceiver.Certificates;

/// <summary>
/// The client certificate in the TLS handshake: asked for when an endpoint requires one. A certificate that no endpoint accepts ends the handshake, so that a stranger with a wrong one reaches no HTTP.
/// </summary>
internal sealed class ClientCertificateHandshake(ClientCertificateRules rules, ClientCertificateLog log, TimeProvider clock)
{
    public void Ask(ConnectionContext connection, SslServerAuthenticationOptions tls)
    {
        if (rules.Trusts.Count is 0)
        {
            return;
        }

        tls.ClientCertificateRequired = true;

        // A resumed session may have the certificate without the intermediates that came with it.
        tls.AllowTlsResume = false;

        // The framework builds a chain before it asks. This one ends at once, trusts nothing and fetches nothing; the verdict comes from the rules.
        tls.CertificateRevocationCheckMode = X509RevocationMode.NoCheck;
        tls.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        tls.RemoteCertificateValidationCallback = (_, certificate, chain, _) => IsAccepted(connection, certificate as X509Certificate2, chain);
    }

    private bool IsAccepted(ConnectionContext connection, X509Certificate2? certificate, X509Chain? chain)
    {
        var verdict = certificate is null ? ClientCertificateVerdict.Missing : VerdictOn(certificate, chain?.ChainPolicy.ExtraStore ?? []);

        if (verdict is ClientCertificateVerdict.Accepted || (verdict is ClientCertificateVerdict.Missing && !rules.IsMandatory))
        {
            return true;
        }

        log.HandshakeRefused(verdict, (connection.RemoteEndPoint as IPEndPoint)?.Address);
        return false;
    }

    private ClientCertificateVerdict VerdictOn(X509Certificate2 certificate, X509Certificate2Collection intermediates)
    {
        var presented = PresentedCertificate.Keep(certificate, intermediates);
        var now = clock.GetUtcNow();
        var verdict = ClientCertificateVerdict.Untrusted;

        foreach (var trust in rules.Trusts)
        {
            verdict = presented.Judge(trust, now);

            if (verdict is ClientCertificateVerdict.Accepted)
            {
                break;
            }
        }

        return verdict;
    }
}
