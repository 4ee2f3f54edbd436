using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Certificates;

/// <summary>An application that is not the shipped host, with client certificates.</summary>
[SuppressMessage("Security", "CA5359:Do not disable certificate validation", Justification = "Here it is the server that checks certificates.")]
public sealed class OwnServerTests : IAsyncDisposable
{
    private const string Secret = "own-app-secret-0123456789";

    private readonly string folder = Directory.CreateTempSubdirectory("own-server-").FullName;
    private readonly TestAuthority server = TestAuthority.Root("Root of the server");
    private readonly TestAuthority clients = TestAuthority.Root("Root of the clients");
    private WebApplication? app;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task When_the_server_takes_any_client_certificate_the_receiver_still_accepts_only_the_right_one()
    {
        await StartAsync([], kestrel => kestrel.ConfigureHttpsDefaults(https =>
        {
            https.ServerCertificate = server.Issue(TestCertificate.Server);
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            https.AllowAnyClientCertificate();
        }));

        Assert.Equal(200, await PostTwiceAsync(clients.Issue(new TestCertificate())));
        Assert.Equal(403, await PostTwiceAsync(clients.Issue(new TestCertificate { Subject = "CN=other" })));
        Assert.Equal(403, await PostTwiceAsync(server.Issue(new TestCertificate())));
        Assert.Equal(403, await PostTwiceAsync(new TestCertificate().SelfSigned()));
        Assert.Equal(403, await PostTwiceAsync(null));
    }

    [Fact]
    public async Task With_the_receivers_TLS_the_certificate_comes_from_the_section_and_others_fail_in_the_handshake()
    {
        var certificate = server.Issue(TestCertificate.Server);
        await File.WriteAllTextAsync(Path.Combine(folder, "cert.pem"), certificate.ExportCertificatePem(), Token);
        await File.WriteAllTextAsync(Path.Combine(folder, "key.pem"), certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem(), Token);
        await StartAsync(
            new(StringComparer.Ordinal) { ["Tls:CertificatePath"] = Path.Combine(folder, "cert.pem"), ["Tls:KeyPath"] = Path.Combine(folder, "key.pem") },
            static kestrel => kestrel.UseWhatsAppTls());

        Assert.Equal(200, await PostTwiceAsync(clients.Issue(new TestCertificate())));
        await Assert.ThrowsAsync<HttpRequestException>(() => PostTwiceAsync(clients.Issue(new TestCertificate { Subject = "CN=other" })));
        await Assert.ThrowsAsync<HttpRequestException>(() => PostTwiceAsync(null));
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    private async Task StartAsync(Dictionary<string, string?> settings, Action<KestrelServerOptions> configure)
    {
        var authorities = Path.Combine(folder, "ca.pem");
        await File.WriteAllTextAsync(authorities, clients.Pem, Token);
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(settings, StringComparer.Ordinal)
        {
            ["Urls"] = "https://127.0.0.1:0",
            ["Inbox:Store"] = "Memory",
            ["WhatsApp:VerifyToken"] = "own-verify-token",
            ["WhatsApp:AppSecret"] = Secret,
            ["WhatsApp:RequireClientCertificate"] = "true",
            ["WhatsApp:ClientCertificateCaPath"] = authorities,
        });
        builder.Logging.ClearProviders();
        builder.Services.AddWhatsAppWebhooks();
        builder.WebHost.ConfigureKestrel(configure);
        app = builder.Build();
        app.MapWhatsAppWebhooks();
        await app.StartAsync(Token);
    }

    private async Task<int> PostTwiceAsync(X509Certificate2? certificate)
    {
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        handler.SslOptions.ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate, null, offline: true);
        using var http = new HttpClient(handler);
        var first = await PostAsync(http);
        var second = await PostAsync(http);

        Assert.Equal(first, second);
        return second;
    }

    private async Task<int> PostAsync(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(new Uri(app!.Urls.Single()), "/webhook")) { Content = new ByteArrayContent("{}"u8.ToArray()) };
        request.Headers.Add(SignatureHeader.HeaderName, WebhookSignature.Create(Secret, "{}"u8));
        using var answer = await http.SendAsync(request, Token);
        return (int)answer.StatusCode;
    }
}
