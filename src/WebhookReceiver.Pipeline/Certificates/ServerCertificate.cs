using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography.X509Certificates;

namespace WebhookReceiver.Certificates;

/// <summary>The certificate of the section <c>Tls</c>. New connections get the current one; those that are open keep the one with which they began.</summary>
internal sealed class ServerCertificate : CertificateSource
{
    private readonly string certificatePath;
    private readonly string keyPath;
    private volatile TlsCertificate current = null!;

    /// <param name="options">Options with both paths.</param>
    public ServerCertificate(TlsOptions options)
        : base(TlsOptions.CertificateKey, options.CertificatePath!, options.KeyPath!)
    {
        (certificatePath, keyPath) = (options.CertificatePath!, options.KeyPath!);
        Load();
    }

    public TlsCertificate Current => current;

    /// <summary>Whether everybody on this machine may read the private key. The file itself counts, and not a link to it.</summary>
    public bool IsKeyOpenToOthers
    {
        get
        {
            if (OperatingSystem.IsWindows())
            {
                return false;
            }

            using var file = File.OpenHandle(keyPath);
            return File.GetUnixFileMode(file).HasFlag(UnixFileMode.OtherRead);
        }
    }

    public string KeyPath => keyPath;

    public override IReadOnlyList<X509Certificate2> InForce => current.Chain;

    public override bool TryLoad([NotNullWhen(false)] out string? problem)
    {
        if (!TlsCertificate.TryRead(certificatePath, keyPath, out var read, out problem))
        {
            return false;
        }

        current = read;
        return true;
    }
}
