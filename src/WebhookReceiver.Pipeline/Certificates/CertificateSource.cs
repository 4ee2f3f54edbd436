using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WebhookReceiver.Certificates;

/// <summary>Certificates that come from files and are replaced when these change. What cannot be used is refused, and the previous certificates stay in force.</summary>
internal abstract class CertificateSource
{
    private readonly string[] paths;
    private byte[]? seen;

    /// <param name="key">The setting that names the first file.</param>
    /// <param name="paths">The files.</param>
    /// <exception cref="WhatsAppConfigurationException">They cannot be used. Validation has usually reported that before.</exception>
    protected CertificateSource(string key, params string[] paths)
    {
        (Key, this.paths) = (key, paths);

        // Before they are read, so that a change in between is seen by the first look.
        seen = Fingerprint();
    }

    public string Key { get; }

    public string Path => paths[0];

    /// <summary>The certificates in force.</summary>
    public abstract IReadOnlyList<X509Certificate2> InForce { get; }

    /// <summary>Loads the files again if their content has changed. Two files may be replaced one after the other: what does not match is refused, and the next look finds the rest.</summary>
    /// <param name="problem">Why the change was refused; null when it was accepted, or when there was none.</param>
    /// <returns>Whether there was a change.</returns>
    public bool Look(out string? problem)
    {
        problem = null;

        if (Fingerprint() is not { } content || content.AsSpan().SequenceEqual(seen))
        {
            return false;
        }

        seen = content;
        TryLoad(out problem);
        return true;
    }

    /// <summary>Reads the files, and puts what they contain in force.</summary>
    protected abstract bool TryLoad([NotNullWhen(false)] out string? problem);

    /// <summary>Loads them for the first time.</summary>
    protected void Load()
    {
        if (!TryLoad(out var problem))
        {
            throw new WhatsAppConfigurationException(problem);
        }
    }

    /// <summary>By content and through links: certbot and Kubernetes replace links, and a copied file may keep its time.</summary>
    /// <returns>Null while there is no file: it may be in the middle of being replaced.</returns>
    private byte[]? Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        foreach (var path in paths)
        {
            try
            {
                hash.AppendData(SHA256.HashData(File.ReadAllBytes(path)));
            }
            catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
            {
                return null;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // A change like any other, which loading reports: a renewed key often belongs to somebody else.
                hash.AppendData([0]);
            }
        }

        return hash.GetHashAndReset();
    }
}
