using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WebhookReceiver.Certificates;
using WebhookReceiver.Endpoints;

namespace WebhookReceiver;

/// <summary>Makes the paths of certificate files absolute, as <see cref="SettingsPaths"/> does with those of the inbox.</summary>
internal sealed class CertificatePaths(IHostEnvironment? environment) : IPostConfigureOptions<TlsOptions>, IPostConfigureOptions<WhatsAppOptions>
{
    public void PostConfigure(string? name, TlsOptions options)
    {
        options.CertificatePath = Resolve(options.CertificatePath);
        options.KeyPath = Resolve(options.KeyPath);
    }

    public void PostConfigure(string? name, WhatsAppOptions options)
    {
        foreach (var (_, _, endpoint) in options.All())
        {
            endpoint.ClientCertificateCaPath = Resolve(endpoint.ClientCertificateCaPath);
        }
    }

    private string? Resolve(string? path) => string.IsNullOrWhiteSpace(path) ? path : SettingsPaths.Resolve(path, environment);
}
