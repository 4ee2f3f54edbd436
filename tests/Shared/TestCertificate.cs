using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WebhookReceiver.Testing;

/// <summary>What a certificate of a test says. Valid for a day and for TLS clients, unless the test changes that.</summary>
internal sealed record TestCertificate
{
    public const string ClientPurpose = "1.3.6.1.5.5.7.3.2";
    public const string ServerPurpose = "1.3.6.1.5.5.7.3.1";

    public string Subject { get; init; } = "CN=client.webhooks.fbclientcerts.com";

    public string[] DnsNames { get; init; } = [];

    /// <summary>The purposes; null for a certificate that names none.</summary>
    public string? Purpose { get; init; } = ClientPurpose;

    public DateTimeOffset Begin { get; init; } = DateTimeOffset.UtcNow.AddDays(-1);

    public DateTimeOffset End { get; init; } = DateTimeOffset.UtcNow.AddDays(90);

    /// <summary>A certificate for a server of this machine.</summary>
    public static TestCertificate Server { get; } = new() { Subject = "CN=localhost", DnsNames = ["localhost"], Purpose = ServerPurpose };

    public CertificateRequest Request(ECDsa key)
    {
        var request = new CertificateRequest(new X500DistinguishedName(Subject), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));

        if (Purpose is not null)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(Purpose)], critical: false));
        }

        if (DnsNames.Length > 0)
        {
            var names = new SubjectAlternativeNameBuilder();
            Array.ForEach(DnsNames, names.AddDnsName);

            if (Purpose is ServerPurpose)
            {
                names.AddIpAddress(IPAddress.Loopback);
            }

            request.CertificateExtensions.Add(names.Build());
        }

        return request;
    }

    /// <summary>Signed by a certificate that is not an authority's, which the framework's own methods refuse to do.</summary>
    public X509Certificate2 SignedBy(X509Certificate2 issuer)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issuersKey = issuer.GetECDsaPrivateKey()!;
        using var issued = Request(key).Create(issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(issuersKey), Begin, new DateTimeOffset(issuer.NotAfter), RandomNumberGenerator.GetBytes(12));
        return issued.CopyWithPrivateKey(key);
    }

    public X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Request(key).CreateSelfSigned(Begin, End);
    }
}
