using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WebhookReceiver.Certificates;

/// <summary>
/// Whose certificate it is: the DNS names of the subject alternative name or, if it has none, the common name (RFC 6125 section 6.4.4). Compared as a whole, without wildcards.
/// </summary>
internal static class CertificateName
{
    private const string CommonName = "2.5.4.3";

    public static bool Is(string name, X509Certificate2 certificate)
    {
        try
        {
            var names = DnsNames(certificate);
            return (names.Count > 0 ? names : CommonNames(certificate)).Contains(name, StringComparer.OrdinalIgnoreCase);
        }
        catch (CryptographicException)
        {
            // A name that cannot be read is nobody's.
            return false;
        }
    }

    private static List<string> DnsNames(X509Certificate2 certificate) =>
        [.. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(static names => names.EnumerateDnsNames())];

    /// <summary>The common name, if there is exactly one: of several, each reader may take another.</summary>
    private static List<string> CommonNames(X509Certificate2 certificate)
    {
        var parts = certificate.SubjectName.EnumerateRelativeDistinguishedNames().ToList();

        return parts.Exists(static part => part.HasMultipleElements)
            ? []
            : parts.FindAll(static part => part.GetSingleElementType().Value is CommonName) is [var only] && only.GetSingleElementValue() is { } value ? [value] : [];
    }
}
