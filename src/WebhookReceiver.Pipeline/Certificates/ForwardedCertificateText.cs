using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WebhookReceiver.Certificates;

/// <summary>Reads certificates in the two forms in which proxies pass them on. Everything here was written by a proxy, but a stranger chose the certificate.</summary>
internal static class ForwardedCertificateText
{
    /// <summary>Longer than any chain with the largest usual keys.</summary>
    private const int Longest = 32 * 1024;

    /// <summary>The byte sequence of RFC 8941 section 3.3.5, <c>:base64:</c>, as RFC 9440 uses it.</summary>
    /// <returns>Null for anything but one certificate.</returns>
    public static X509Certificate2? ByteSequence(ReadOnlySpan<char> text)
    {
        if (text.Length > Longest || text is not [':', .. var content, ':'])
        {
            return null;
        }

        var der = new byte[content.Length];

        if (!Convert.TryFromBase64Chars(content, der, out var length))
        {
            return null;
        }

        try
        {
            return X509CertificateLoader.LoadCertificate(der.AsSpan(0, length));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>PEM in URL encoding: the certificate and, from some proxies, its chain.</summary>
    /// <returns>None when it cannot be read.</returns>
    public static X509Certificate2Collection Pem(string text)
    {
        var certificates = new X509Certificate2Collection();

        if (text.Length > Longest)
        {
            return certificates;
        }

        try
        {
            certificates.ImportFromPem(Uri.UnescapeDataString(text));
            return certificates;
        }
        catch (CryptographicException)
        {
            return [];
        }
    }
}
