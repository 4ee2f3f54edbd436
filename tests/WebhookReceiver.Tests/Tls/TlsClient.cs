using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using WebhookReceiver.Tests.Receiving;

namespace WebhookReceiver.Tests.Tls;

/// <summary>A sender that trusts one root, so that the server must send the rest of its chain, and may have a certificate of its own.</summary>
internal sealed class TlsClient : IDisposable
{
    private readonly HttpClient http;

    /// <param name="root">The root of the server's certificate.</param>
    /// <param name="certificate">Its own certificate.</param>
    /// <param name="intermediates">What it sends with it.</param>
    /// <param name="protocols">Which versions it speaks.</param>
    public TlsClient(TestAuthority root, X509Certificate2? certificate = null, X509Certificate2Collection? intermediates = null, SslProtocols protocols = SslProtocols.None)
    {
        var handler = new SocketsHttpHandler();
        var tls = handler.SslOptions;
        tls.EnabledSslProtocols = protocols;
        tls.ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];
        tls.ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate, intermediates, offline: true);
        tls.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { root.Certificate },
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        tls.RemoteCertificateValidationCallback = (_, server, _, errors) =>
        {
            Server = server?.GetCertHashString();
            return errors is SslPolicyErrors.None;
        };
        http = new HttpClient(handler);
    }

    /// <summary>The thumbprint of the certificate with which the server answered the last handshake.</summary>
    public string? Server { get; private set; }

    /// <returns>The status code; null when the TLS handshake failed.</returns>
    public Task<int?> PostAsync(Uri server, string path = "/webhook") =>
        StatusAsync(() => Notifications.Signed(new Uri(server, path), Notifications.Text("15550100300", $"wamid.{Guid.NewGuid():N}", "Hello")));

    /// <returns>The status code of a handshake with the right token; null when the TLS handshake failed.</returns>
    public Task<int?> GetAsync(Uri server, string path = "/webhook") =>
        StatusAsync(() => new HttpRequestMessage(HttpMethod.Get, new Uri(server, $"{path}?hub.mode=subscribe&hub.challenge=1&hub.verify_token={Receiver.VerifyToken}")));

    public async Task<int?> StatusAsync(Func<HttpRequestMessage> request)
    {
        using var message = request();

        try
        {
            using var answer = await http.SendAsync(message, Patience.Token);
            return (int)answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public void Dispose() => http.Dispose();
}
