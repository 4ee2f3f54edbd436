using System.Diagnostics.CodeAnalysis;

namespace WebhookReceiver.Certificates;

/// <summary>Reads a PEM file, or says in terms of its setting why it cannot be read.</summary>
internal static class PemFile
{
    /// <summary>More than a bundle with all public authorities. A larger file is something else.</summary>
    private const long Longest = 1024 * 1024;

    public static bool TryRead(string key, string path, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? problem)
    {
        (text, problem) = (null, null);

        try
        {
            if (!File.Exists(path))
            {
                problem = $"{key}: there is no file {path}.";
            }
            else if (new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) is { } target ? ((FileInfo)target).Length > Longest : new FileInfo(path).Length > Longest)
            {
                problem = $"{key} ({path}) is larger than {Longest} bytes, so it is no PEM file with certificates.";
            }
            else
            {
                text = File.ReadAllText(path);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = $"{key} ({path}) cannot be read: {exception.Message}";
        }

        return text is not null;
    }
}
