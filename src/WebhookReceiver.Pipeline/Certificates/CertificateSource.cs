using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography.X509Certificates;

namespace WebhookReceiver.Certificates;

/// <summary>Certificates that come from files and are replaced when these change. What cannot be used is refused, and the previous certificates stay in force.</summary>
/// <param name="key">The setting that names the first file.</param>
/// <param name="paths">The files.</param>
internal abstract class CertificateSource(string key, params string[] paths)
{
    public string Key => key;

    public string Path => paths[0];

    public IReadOnlyList<string> Paths => paths;

    /// <summary>The certificates in force.</summary>
    public abstract IReadOnlyList<X509Certificate2> InForce { get; }

    /// <summary>Reads the files, and puts what they contain in force. Of two files that are replaced one after the other, the first is refused, and the second brings both into force.</summary>
    /// <param name="problem">Why that is not possible.</param>
    public abstract bool TryLoad([NotNullWhen(false)] out string? problem);

    /// <summary>Loads them for the first time.</summary>
    /// <exception cref="WhatsAppConfigurationException">They cannot be used. Validation has usually reported that before.</exception>
    protected void Load()
    {
        if (!TryLoad(out var problem))
        {
            throw new WhatsAppConfigurationException(problem);
        }
    }
}
