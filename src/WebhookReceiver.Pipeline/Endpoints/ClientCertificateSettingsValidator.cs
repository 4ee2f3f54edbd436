using System.Buffers;
using Microsoft.Extensions.Options;
using WebhookReceiver.Certificates;

namespace WebhookReceiver.Endpoints;

/// <summary>Refuses settings under which a client certificate would be required but could not be checked, or believed from anybody.</summary>
internal sealed class ClientCertificateSettingsValidator : IValidateOptions<WhatsAppOptions>
{
    private const string HeaderKey = $"{WhatsAppOptions.Section}:{nameof(WhatsAppOptions.ClientCertificateHeader)}";

    private static readonly SearchValues<char> InHeaderNames = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public ValidateOptionsResult Validate(string? name, WhatsAppOptions options)
    {
        var problems = new List<string>();

        foreach (var (_, prefix, settings) in options.All())
        {
            Check(prefix, settings, problems);
        }

        CheckHeader(options, problems);
        return problems.Count is 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void Check(string prefix, CallbackEndpointOptions settings, List<string> problems)
    {
        var key = ClientCertificateSettings.CaKey(prefix);

        if (!string.IsNullOrWhiteSpace(settings.ClientCertificateCaPath))
        {
            if (!CertificateAuthorities.TryRead(key, settings.ClientCertificateCaPath, out _, out var problem))
            {
                problems.Add(problem);
            }
        }
        else if (settings.RequireClientCertificate)
        {
            problems.Add($"{key} is missing; set it to the PEM file with the authority that issues the client certificates, such as Meta's meta-outbound-api-ca-2025-12.pem.");
        }

        if (Uri.CheckHostName(settings.ClientCertificateName) is not UriHostNameType.Dns)
        {
            problems.Add($"{prefix}:{nameof(CallbackEndpointOptions.ClientCertificateName)} is '{settings.ClientCertificateName}'; it must be the name in the client certificate, such as {CallbackEndpointOptions.NameOfMeta}.");
        }
    }

    private static void CheckHeader(WhatsAppOptions options, List<string> problems)
    {
        if (options.ClientCertificateHeader is not { } header)
        {
            return;
        }

        if (header.Length is 0 || header.AsSpan().ContainsAnyExcept(InHeaderNames))
        {
            problems.Add($"{HeaderKey} is '{header}'; it must be the name of a header, such as {ForwardedCertificates.StandardHeader}.");
        }

        if (options.TrustedProxies.Count is 0)
        {
            problems.Add($"{HeaderKey} is set, but {WhatsAppOptions.Section}:{nameof(WhatsAppOptions.TrustedProxies)} is empty; list the proxies there that write the header, because it is believed from no one else.");
        }
    }
}
