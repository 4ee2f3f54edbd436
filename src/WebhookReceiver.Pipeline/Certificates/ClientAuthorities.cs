using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography.X509Certificates;

namespace WebhookReceiver.Certificates;

/// <summary>A CA file in which the issuers of client certificates are.</summary>
internal sealed class ClientAuthorities : CertificateSource
{
    private volatile CertificateAuthorities current = null!;

    public ClientAuthorities(string key, string path)
        : base(key, path) => Load();

    /// <summary>The authorities in force; another object after each change.</summary>
    public CertificateAuthorities Current => current;

    public override IReadOnlyList<X509Certificate2> InForce => current.All;

    public override bool TryLoad([NotNullWhen(false)] out string? problem)
    {
        if (!CertificateAuthorities.TryRead(Key, Path, out var read, out problem))
        {
            return false;
        }

        current = read;
        return true;
    }
}
