using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace WebhookReceiver.Operations.WebConsole;

/// <summary>
/// The files of the console, which are compiled into the program. Their address contains a hash of them all, so that a browser may keep them for ever and never mixes two versions. The page itself
/// names that address.
/// </summary>
internal sealed class ConsoleAssets
{
    private const string Prefix = "console/";
    private const string PageName = "index.html";
    private const string Placeholder = "{assets}";

    /// <summary>Enough to tell two versions apart.</summary>
    private const int HashLength = 16;

    private readonly FrozenDictionary<string, byte[]> files;

    public ConsoleAssets()
    {
        var assembly = typeof(ConsoleAssets).Assembly;
        files = assembly.GetManifestResourceNames()
            .Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(static name => name[Prefix.Length..], name => Read(assembly.GetManifestResourceStream(name)!), StringComparer.Ordinal);
        Version = HashOf(files);
        Page = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(files[PageName]).Replace(Placeholder, $"{ConsoleEndpoints.AssetsPath}/{Version}", StringComparison.Ordinal));
    }

    /// <summary>Changes with every file.</summary>
    public string Version { get; }

    /// <summary>The page, the same for every address of the console.</summary>
    public byte[] Page { get; }

    public IEnumerable<string> Names => files.Keys;

    /// <summary>A file of this version; null when there is none.</summary>
    public byte[]? Find(string version, string name) =>
        string.Equals(version, Version, StringComparison.Ordinal) && name is not PageName ? files.GetValueOrDefault(name) : null;

    private static byte[] Read(Stream stream)
    {
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        stream.Dispose();
        return copy.ToArray();
    }

    private static string HashOf(FrozenDictionary<string, byte[]> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        foreach (var (name, content) in files.OrderBy(static file => file.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            hash.AppendData(SHA256.HashData(content));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..HashLength];
    }
}
