using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Tls;

/// <summary>The configurations in the documentation, run by the proxies themselves.</summary>
[Trait("row", "H16")]
public sealed class When_a_proxy_is_in_front : IAsyncDisposable
{
    private const string StreamModule = "/usr/lib/nginx/modules/ngx_stream_module.so";

    private readonly CertificateFolder folder = new();
    private readonly ProxyProcess proxy = new();
    private readonly TestAuthority intermediate;

    public When_a_proxy_is_in_front()
    {
        // As Meta does: an intermediate issues the certificate and comes with it, but the proxies do not pass it on.
        intermediate = folder.Clients.Intermediate();
        folder.WriteAuthorities(folder.Clients, intermediate);
    }

    [Fact]
    public async Task nginx_ends_TLS_and_passes_the_certificate_on()
    {
        Machine.NeedsCommands("nginx");
        await using var watched = Behind("X-SSL-Client-Cert");
        var server = DeployDocument.Read(
            "nginx ends TLS",
            "nginx",
            ("listen 443 ssl;", $"listen 127.0.0.1:{proxy.Port} ssl;"),
            ("server 127.0.0.1:8080;", $"server 127.0.0.1:{watched.Receiver.PublicUrl.Port};"),
            ("/etc/ssl/hooks.example.com/fullchain.pem", folder.Certificate),
            ("/etc/ssl/hooks.example.com/privkey.pem", folder.Key),
            ("/etc/ssl/meta-outbound-api-ca.pem", folder.Authorities));
        await proxy.StartNginxAsync($"events {{ }}\nhttp {{\n{proxy.NginxPaths}\n{server}\n}}");

        // nginx answers a certificate of another authority itself.
        await AssertOnlyTheRightOnePassesAsync(watched, answerToOtherAuthority: 400);
        await AssertHeadersOfTheSenderAreReplacedAsync("X-SSL-Client-Cert", Uri.EscapeDataString(Right().ExportCertificatePem()));
    }

    [Fact]
    public async Task Caddy_ends_TLS_and_passes_the_certificate_on()
    {
        Machine.NeedsCommands("caddy");
        await using var watched = Behind("Client-Cert");
        await proxy.StartCaddyAsync(DeployDocument.Read(
            "Caddy ends TLS",
            "caddy",
            ("hooks.example.com {", $"https://localhost:{proxy.Port} {{\n\tbind 127.0.0.1"),
            ("tls {", $"tls {folder.Certificate} {folder.Key} {{"),
            ("reverse_proxy 127.0.0.1:8080", $"reverse_proxy 127.0.0.1:{watched.Receiver.PublicUrl.Port}"),
            ("/etc/ssl/meta-outbound-api-ca.pem", folder.Authorities)));

        // Caddy ends the TLS handshake.
        await AssertOnlyTheRightOnePassesAsync(watched, answerToOtherAuthority: null);
        await AssertHeadersOfTheSenderAreReplacedAsync("Client-Cert", $":{Convert.ToBase64String(Right().RawData)}:");
    }

    [Fact]
    public async Task nginx_passes_TLS_through_to_the_receiver()
    {
        Machine.NeedsCommands("nginx");

        if (!File.Exists(StreamModule))
        {
            Machine.CannotRun("this needs the package libnginx-mod-stream");
        }

        await using var watched = new WatchedReceiver(folder.Mutual(("WhatsApp:HandshakeWithoutClientCertificate", "true")));
        var stream = DeployDocument.Read(
            "nginx passes TLS through",
            "nginx",
            ("listen 443;", $"listen 127.0.0.1:{proxy.Port};"),
            ("proxy_pass 127.0.0.1:8443;", $"proxy_pass 127.0.0.1:{watched.Receiver.PublicUrl.Port};"));
        await proxy.StartNginxAsync($"load_module {StreamModule};\nevents {{ }}\n{stream}");

        await AssertOnlyTheRightOnePassesAsync(watched, answerToOtherAuthority: null, answerToOtherName: null);
    }

    public async ValueTask DisposeAsync()
    {
        await proxy.DisposeAsync();
        folder.Dispose();
    }

    private X509Certificate2 Right() => intermediate.Issue(new TestCertificate());

    private WatchedReceiver Behind(string header) => new(new(StringComparer.Ordinal)
    {
        ["WhatsApp:TrustedProxies:0"] = "127.0.0.1",
        ["WhatsApp:ClientCertificateHeader"] = header,
        ["WhatsApp:RequireClientCertificate"] = "true",
        ["WhatsApp:ClientCertificateCaPath"] = folder.Authorities,
        ["WhatsApp:HandshakeWithoutClientCertificate"] = "true",
    });

    /// <param name="watched">The receiver behind the proxy.</param>
    /// <param name="answerToOtherAuthority">Null when the TLS handshake fails.</param>
    /// <param name="answerToOtherName">The receiver's answer.</param>
    private async Task AssertOnlyTheRightOnePassesAsync(WatchedReceiver watched, int? answerToOtherAuthority, int? answerToOtherName = 403)
    {
        using var right = new TlsClient(folder.Root, Right(), [intermediate.Certificate]);
        using var none = new TlsClient(folder.Root);
        using var otherName = new TlsClient(folder.Root, intermediate.Issue(new TestCertificate { Subject = "CN=other.example.com" }), [intermediate.Certificate]);
        using var otherAuthority = new TlsClient(folder.Root, TestAuthority.Root().Issue(new TestCertificate()));

        Assert.Equal(200, await right.PostAsync(proxy.Url));
        Assert.Equal(403, await none.PostAsync(proxy.Url));
        Assert.Equal(200, await none.GetAsync(proxy.Url));
        Assert.Equal(answerToOtherName, await otherName.PostAsync(proxy.Url));
        Assert.Equal(answerToOtherAuthority, await otherAuthority.PostAsync(proxy.Url));
        Assert.Equal(200, await right.PostAsync(proxy.Url));
        Assert.Equal(answerToOtherName is null ? 1 : 2, watched.Refused.Reasons.All.Count);
    }

    /// <summary>A sender without a certificate writes the right one into the header itself.</summary>
    private async Task AssertHeadersOfTheSenderAreReplacedAsync(string header, string text)
    {
        using var forger = new TlsClient(folder.Root);

        Assert.Equal(403, await forger.StatusAsync(() =>
        {
            var request = Notifications.Signed(new Uri(proxy.Url, "/webhook"), Notifications.Text("15550100300", string.Create(CultureInfo.InvariantCulture, $"wamid.{proxy.Port}"), "Hello"));
            request.Headers.TryAddWithoutValidation(header, text);
            return request;
        }));
    }
}
