namespace WebhookReceiver.Listeners;

/// <summary>Checks the certificate files named in the section <c>Kestrel</c>: the server's own message for a missing file does not say which key is meant.</summary>
internal static class CertificateFiles
{
    private static readonly string[] Keys = [":Path", ":KeyPath"];

    public static IEnumerable<string> Problems(IConfiguration configuration, string contentRoot) =>
        from setting in configuration.GetSection(ServerSection.Name).AsEnumerable()
        where setting.Value is { Length: > 0 } && Keys.Any(key => setting.Key.EndsWith(key, StringComparison.OrdinalIgnoreCase))
        let path = Path.Combine(contentRoot, setting.Value!)
        where !File.Exists(path)
        select $"{setting.Key}: there is no file {path}.";
}
