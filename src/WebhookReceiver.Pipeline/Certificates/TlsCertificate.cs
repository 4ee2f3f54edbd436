using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WebhookReceiver.Certificates;

/// <summary>The server's certificate with its private key and the intermediate certificates, as the files contained them at one moment.</summary>
internal sealed class TlsCertificate
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string AnyPurpose = "2.5.29.37.0";

    private TlsCertificate(X509Certificate2 certificate, X509Certificate2Collection others)
    {
        Certificate = certificate;
        Chain = [certificate, .. others];

        // Offline: the service fetches nothing that a certificate names. What the file contains is sent.
        Context = SslStreamCertificateContext.Create(certificate, others, offline: true);
    }

    public X509Certificate2 Certificate { get; }

    /// <summary>All certificates of the file, the server's own first.</summary>
    public IReadOnlyList<X509Certificate2> Chain { get; }

    /// <summary>What a handshake sends.</summary>
    public SslStreamCertificateContext Context { get; }

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "Handshakes in progress may use a certificate that has been replaced, so none is disposed.")]
    public static bool TryRead(string certificatePath, string keyPath, [NotNullWhen(true)] out TlsCertificate? certificate, [NotNullWhen(false)] out string? problem)
    {
        certificate = null;

        if (!PemFile.TryRead(TlsOptions.CertificateKey, certificatePath, out var certificates, out problem) || !PemFile.TryRead(TlsOptions.KeyKey, keyPath, out var key, out problem))
        {
            return false;
        }

        var chain = new X509Certificate2Collection();

        try
        {
            chain.ImportFromPem(certificates);
        }
        catch (CryptographicException exception)
        {
            problem = $"{TlsOptions.CertificateKey} ({certificatePath}) contains a certificate that cannot be read: {exception.Message}";
            return false;
        }

        if (chain.Count is 0)
        {
            problem = $"{TlsOptions.CertificateKey} ({certificatePath}) contains no certificate in PEM form.";
            return false;
        }

        if (!IsForServers(chain[0]))
        {
            problem = $"{TlsOptions.CertificateKey} ({certificatePath}): the first certificate is not meant for servers; the server's own comes first, then the intermediates.";
            return false;
        }

        if (WithKey(certificates, key) is not { } own)
        {
            problem = $"{TlsOptions.KeyKey} ({keyPath}) {WhyNot(key)}";
            return false;
        }

        chain.RemoveAt(0);
        certificate = new TlsCertificate(own, chain);
        return true;
    }

    private static bool IsForServers(X509Certificate2 certificate) => certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>()
        .All(static usage => usage.EnhancedKeyUsages.Cast<Oid>().Any(static purpose => purpose.Value is ServerAuthentication or AnyPurpose));

    private static X509Certificate2? WithKey(string certificates, string key)
    {
        try
        {
            var own = X509Certificate2.CreateFromPem(certificates, key);

            // Windows does not accept a key in memory alone for TLS.
            return OperatingSystem.IsWindows() ? X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), password: null) : own;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    private static string WhyNot(string key) => key switch
    {
        _ when key.Contains("ENCRYPTED", StringComparison.Ordinal) => "is encrypted; the service needs the key without a password, in a file that only it can read.",
        _ when !key.Contains("PRIVATE KEY", StringComparison.Ordinal) => "contains no private key in PEM form.",
        _ => $"does not match the certificate in {TlsOptions.CertificateKey}.",
    };
}
