using System.Diagnostics.CodeAnalysis;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Options;

namespace WebhookReceiver.Certificates;

/// <summary>What the server's https addresses use: the certificate of the section <c>Tls</c>, if there is one, and the question for a client certificate.</summary>
internal sealed class ServerTls(IOptions<TlsOptions> options, ClientCertificateHandshake clients)
{
    /// <summary>Null without the section <c>Tls</c>: then the server uses the certificate of its own section.</summary>
    public ServerCertificate? Certificate { get; } = options.Value.IsSet ? new ServerCertificate(options.Value) : null;

    [SuppressMessage("Security", "CA5398:Avoid hardcoded SslProtocols values", Justification = "The operating system may still allow older versions, which Meta does not need.")]
    public void Configure(HttpsConnectionAdapterOptions https, Func<ConnectionContext, bool>? asksForClientCertificate)
    {
        https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;

        if (Certificate is not null)
        {
            // The server requires one of its own ways to find a certificate; each handshake then uses the whole chain instead.
            https.ServerCertificateSelector = (_, _) => Certificate.Current.Certificate;
        }

        https.OnAuthenticate = (connection, tls) =>
        {
            if (Certificate is not null)
            {
                tls.ServerCertificateSelectionCallback = null;
                tls.ServerCertificateContext = Certificate.Current.Context;
            }

            if (asksForClientCertificate?.Invoke(connection) is not false)
            {
                clients.Ask(connection, tls);
            }
        };
    }
}
