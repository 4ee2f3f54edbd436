using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Certificates;

namespace WebhookReceiver;

/// <summary>Configures TLS for the server's https addresses.</summary>
public static class TlsExtensions
{
    /// <summary>
    /// Lets all https addresses use the certificate of the section <c>Tls</c>, which is replaced when its files change, and ask for a client certificate if an endpoint requires one. TLS 1.2 and
    /// 1.3 only. Without this call, the server decides which client certificates it takes, and the receiver still checks those that it gets.
    /// </summary>
    /// <param name="kestrel">The server, in <c>builder.WebHost.ConfigureKestrel(…)</c>.</param>
    /// <param name="asksForClientCertificate">Whether a connection may reach a callback URL; null if all can. Others are not asked for a client certificate.</param>
    public static void UseWhatsAppTls(this KestrelServerOptions kestrel, Func<ConnectionContext, bool>? asksForClientCertificate = null)
    {
        ArgumentNullException.ThrowIfNull(kestrel);

        // Called when an address is bound, after everything has been validated.
        kestrel.ConfigureHttpsDefaults(https => kestrel.ApplicationServices.GetRequiredService<ServerTls>().Configure(https, asksForClientCertificate));
    }
}
