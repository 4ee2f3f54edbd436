namespace WebhookReceiver.Listeners;

/// <summary>Checks that the addresses fit the settings for certificates: each is read by another part, and a contradiction would leave one without effect.</summary>
internal static class TlsSettings
{
    public const string CertificateKey = "Tls:CertificatePath";
    private const string ServersOwn = $"{ServerSection.Name}:Certificates:Default";
    private const string Receiver = "WhatsApp";
    private const string Required = "RequireClientCertificate";
    private const string Forwarded = $"{Receiver}:ClientCertificateHeader";

    public static IEnumerable<string> Problems(IConfiguration configuration, ListenerSettings settings)
    {
        var isSet = configuration[CertificateKey] is { Length: > 0 };

        if (isSet && !settings.PublicUrls.Append(settings.OperationsUrl).Any(IsHttps))
        {
            yield return $"{CertificateKey} is set, but no address in {ListenerSettings.PublicKey} or {ListenerSettings.OperationsKey} begins with https://.";
        }

        if (isSet && configuration.GetSection(ServersOwn).GetChildren().Any())
        {
            yield return $"{CertificateKey} and {ServersOwn} both name a certificate; keep one of the two.";
        }

        if (configuration[Forwarded] is not { Length: > 0 } && !settings.PublicUrls.Any(IsHttps))
        {
            foreach (var key in RequiredBy(configuration))
            {
                yield return $"{key} is true, but no address in {ListenerSettings.PublicKey} begins with https://, and no proxy passes client certificates on ({Forwarded}, WhatsApp:TrustedProxies).";
            }
        }
    }

    private static bool IsHttps(string url) => url.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> RequiredBy(IConfiguration configuration) => configuration.GetSection($"{Receiver}:Endpoints").GetChildren()
        .Prepend(configuration.GetSection(Receiver))
        .Select(static endpoint => endpoint.GetSection(Required))
        .Where(static required => bool.TryParse(required.Value, out var value) && value)
        .Select(static required => required.Path);
}
