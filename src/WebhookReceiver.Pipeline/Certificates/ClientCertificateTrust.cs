using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WebhookReceiver.Certificates;

/// <summary>
/// Which client certificates are accepted: those that an authority of a CA file issued, for TLS clients, to a name. Never one particular certificate, because that would be refused after its renewal.
/// </summary>
internal sealed class ClientCertificateTrust(ClientAuthorities authorities, string name)
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>The authorities in force; a judgement is valid as long as these are.</summary>
    public CertificateAuthorities Authorities => authorities.Current;

    public ClientCertificateJudgement Judge(X509Certificate2 certificate, X509Certificate2Collection intermediates, DateTimeOffset now)
    {
        var trusted = Authorities;
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(trusted.Roots);
        policy.ExtraStore.AddRange(trusted.Intermediates);
        policy.ExtraStore.AddRange(intermediates);
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.VerificationTime = now.LocalDateTime;
        policy.ApplicationPolicy.Add(new Oid(ClientAuthentication));

        // A certificate names addresses for its issuer and its revocation. Nothing is fetched from where a stranger says.
        policy.DisableCertificateDownloads = true;

        try
        {
            chain.Build(certificate);
            var verdict = VerdictOf(chain, certificate, now);
            var until = chain.ChainElements.Select(static element => new DateTimeOffset(element.Certificate.NotAfter)).DefaultIfEmpty(now).Min();
            return new ClientCertificateJudgement(this, trusted, verdict, until);
        }
        finally
        {
            foreach (var element in chain.ChainElements)
            {
                element.Certificate.Dispose();
            }
        }
    }

    private ClientCertificateVerdict VerdictOf(X509Chain chain, X509Certificate2 certificate, DateTimeOffset now)
    {
        var problems = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, static (all, one) => all | one.Status);
        var other = problems & ~(X509ChainStatusFlags.NotTimeValid | X509ChainStatusFlags.NotValidForUsage);

        return problems switch
        {
            // A chain of one is a root: the CA file contains authorities, and an authority is no client.
            _ when other is not X509ChainStatusFlags.NoError || chain.ChainElements.Count < 2 => ClientCertificateVerdict.Untrusted,
            _ when problems.HasFlag(X509ChainStatusFlags.NotTimeValid) && new DateTimeOffset(certificate.NotBefore) > now => ClientCertificateVerdict.NotYetValid,
            _ when problems.HasFlag(X509ChainStatusFlags.NotTimeValid) => ClientCertificateVerdict.Expired,
            _ when problems.HasFlag(X509ChainStatusFlags.NotValidForUsage) || !IsForClients(certificate) => ClientCertificateVerdict.NotForClients,
            _ when !CertificateName.Is(name, certificate) => ClientCertificateVerdict.OtherName,
            _ => ClientCertificateVerdict.Accepted,
        };
    }

    /// <summary>The framework accepts a certificate that says nothing about its purpose.</summary>
    private static bool IsForClients(X509Certificate2 certificate) => certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>()
        .Any(static usage => usage.EnhancedKeyUsages.Cast<Oid>().Any(static purpose => purpose.Value is ClientAuthentication));
}
