using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WebhookReceiver.Testing;

/// <summary>A certificate authority that exists for one test: a root, or an intermediate below one.</summary>
internal sealed class TestAuthority
{
    private const int Years = 10;

    private TestAuthority(X509Certificate2 certificate) => Certificate = certificate;

    public X509Certificate2 Certificate { get; }

    public string Pem => Certificate.ExportCertificatePem();

    /// <param name="name">Its name; two authorities may have the same.</param>
    /// <param name="end">When it ends.</param>
    public static TestAuthority Root(string name = "Root of a test", DateTimeOffset? end = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = DateTimeOffset.UtcNow;
        return new TestAuthority(Request(name, key).CreateSelfSigned(now.AddYears(-Years), end ?? now.AddYears(Years)));
    }

    public TestAuthority Intermediate(string name = "Intermediate of a test")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issued = Request(name, key).Create(Certificate, new DateTimeOffset(Certificate.NotBefore), new DateTimeOffset(Certificate.NotAfter), RandomNumberGenerator.GetBytes(12));
        return new TestAuthority(issued.CopyWithPrivateKey(key));
    }

    /// <summary>Issues a certificate, with its private key.</summary>
    public X509Certificate2 Issue(TestCertificate what)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = what.Request(key);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using var issued = request.Create(Certificate, what.Begin, what.End, RandomNumberGenerator.GetBytes(12));
        return issued.CopyWithPrivateKey(key);
    }

    private static CertificateRequest Request(string name, ECDsa key)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }
}
