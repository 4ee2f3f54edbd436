using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WebhookReceiver.Certificates;

/// <summary>The authorities of a CA file at one moment: roots, which are trusted, and intermediates, which only complete chains to them.</summary>
internal sealed class CertificateAuthorities
{
    private CertificateAuthorities(IReadOnlyList<X509Certificate2> all)
    {
        All = all;
        Roots = [.. all.Where(IsRoot)];
        Intermediates = [.. all.Where(static certificate => !IsRoot(certificate))];
    }

    public IReadOnlyList<X509Certificate2> All { get; }

    public X509Certificate2Collection Roots { get; }

    public X509Certificate2Collection Intermediates { get; }

    public static bool TryRead(string key, string path, [NotNullWhen(true)] out CertificateAuthorities? authorities, [NotNullWhen(false)] out string? problem)
    {
        authorities = null;

        if (!PemFile.TryRead(key, path, out var text, out problem))
        {
            return false;
        }

        var all = new X509Certificate2Collection();

        try
        {
            all.ImportFromPem(text);
            problem = ProblemOf(all);
        }
        catch (CryptographicException exception)
        {
            problem = $"contains a certificate that cannot be read: {exception.Message}";
        }

        if (problem is not null)
        {
            problem = $"{key} ({path}) {problem}";
            return false;
        }

        authorities = new CertificateAuthorities([.. all]);
        return true;
    }

    private static string? ProblemOf(X509Certificate2Collection all) => all switch
    {
        { Count: 0 } => "contains no certificate in PEM form.",

        // A client's own certificate would be trusted until it is renewed, and deliveries would then be refused.
        _ when all.FirstOrDefault(static certificate => !IsAuthority(certificate)) is { } other =>
            $"contains a certificate that is not of an authority ({other.Subject}); put the certificate of its issuer there.",
        _ when !all.Any(IsRoot) => "contains no root certificate (one that is its own issuer); add the root, because chains must end at it.",
        _ => null,
    };

    private static bool IsAuthority(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(static constraints => constraints.CertificateAuthority);

    private static bool IsRoot(X509Certificate2 certificate) => certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
}
