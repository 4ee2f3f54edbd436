using Microsoft.Extensions.DependencyInjection;

namespace WebhookReceiver.Certificates;

/// <summary>Registers what checks and replaces certificates. The rules come from the settings of the endpoints.</summary>
internal static class CertificateServices
{
    public static void AddCertificates(this IServiceCollection services)
    {
        services.AddSingleton<ClientCertificateLog>();
        services.AddSingleton<ClientCertificateCheck>();
        services.AddSingleton<ClientCertificateHandshake>();
        services.AddSingleton<ServerTls>();
        services.AddSingleton<CertificateWatch>();
        services.AddHostedService(static provider => provider.GetRequiredService<CertificateWatch>());
    }
}
