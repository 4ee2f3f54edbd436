using WebhookReceiver.Certificates;

namespace WebhookReceiver.Endpoints;

/// <summary>Turns the settings of the endpoints into the rules for client certificates.</summary>
internal static class ClientCertificateSettings
{
    public static ClientCertificateRules Read(WhatsAppOptions options)
    {
        var files = new Dictionary<string, ClientAuthorities>(StringComparer.Ordinal);
        var trusts = new Dictionary<(string Path, string Name), ClientCertificateTrust>();
        var rules = new List<ClientCertificateRule>();
        var endpoints = options.All().ToList();

        foreach (var (name, prefix, settings) in endpoints)
        {
            if (!settings.RequireClientCertificate)
            {
                continue;
            }

            var path = settings.ClientCertificateCaPath!;

            if (!files.TryGetValue(path, out var file))
            {
                files.Add(path, file = new ClientAuthorities(CaKey(prefix), path));
            }

            if (!trusts.TryGetValue((path, settings.ClientCertificateName), out var trust))
            {
                trusts.Add((path, settings.ClientCertificateName), trust = new ClientCertificateTrust(file, settings.ClientCertificateName));
            }

            rules.Add(new ClientCertificateRule(name, trust, settings.HandshakeWithoutClientCertificate));
        }

        // A proxy that passes certificates on has none of its own.
        var isMandatory = options.ClientCertificateHeader is null && endpoints.TrueForAll(static endpoint => endpoint.Options is { RequireClientCertificate: true, HandshakeWithoutClientCertificate: false });
        return new ClientCertificateRules(rules, [.. files.Values], isMandatory);
    }

    public static string CaKey(string prefix) => $"{prefix}:{nameof(CallbackEndpointOptions.ClientCertificateCaPath)}";
}
