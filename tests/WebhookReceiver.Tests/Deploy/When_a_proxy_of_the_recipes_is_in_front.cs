using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using WebhookReceiver.Tests.Tls;
using Xunit;

namespace WebhookReceiver.Tests.Deploy;

/// <summary>nginx and Caddy with the files of the recipes: bodies arrive byte for byte and up to their full size, and the sender's address is the proxy's word and nobody else's.</summary>
public sealed class When_a_proxy_of_the_recipes_is_in_front : IAsyncDisposable
{
    private readonly CertificateFolder folder = new();
    private readonly ProxyProcess proxy = new();
    private readonly OpenDoor door = new(new(StringComparer.Ordinal) { ["WhatsApp:TrustedProxies:0"] = "127.0.0.1" });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task nginx_passes_everything_on_unchanged()
    {
        Machine.NeedsCommands("nginx");
        await proxy.StartNginxAsync(Recipe.Read(
            "nginx.conf",
            ("user www-data;", string.Empty),
            ("worker_rlimit_nofile 40000;", string.Empty),
            ("worker_connections 16384;", "worker_connections 128;"),
            ("http {", $"http {{\n{proxy.NginxPaths}"),
            ("listen 443 ssl;", $"listen 127.0.0.1:{proxy.Port} ssl;"),
            ("server 127.0.0.1:8080;", $"server 127.0.0.1:{door.Receiver.PublicUrl.Port};"),
            ("/etc/ssl/hooks.example.com/fullchain.pem", folder.Certificate),
            ("/etc/ssl/hooks.example.com/privkey.pem", folder.Key),
            ("/var/log/nginx/webhook.log", folder.File("access.log"))));

        await AssertPassesAsync();

        var log = await File.ReadAllTextAsync(folder.File("access.log"), Token);
        Assert.Contains("\"GET /webhook\" 200", log, StringComparison.Ordinal);
        Assert.DoesNotContain(Receiver.VerifyToken, log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Caddy_passes_everything_on_unchanged()
    {
        Machine.NeedsCommands("caddy");
        await proxy.StartCaddyAsync(Recipe.Read(
            "Caddyfile",
            ("{$HOST} {", $"https://localhost:{proxy.Port} {{\n\tbind 127.0.0.1\n\ttls {folder.Certificate} {folder.Key}"),
            ("{$RECEIVER}", $"127.0.0.1:{door.Receiver.PublicUrl.Port}")));

        await AssertPassesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await proxy.DisposeAsync();
        await door.DisposeAsync();
        folder.Dispose();
    }

    private async Task AssertPassesAsync()
    {
        using var client = new TlsClient(folder.Root);
        var callback = new Uri(proxy.Url, "/webhook");
        var large = Notifications.Text("15550100300", $"wamid.{proxy.Port}", new string('x', 3_000_000));

        Assert.Equal(200, await client.StatusAsync(() => Notifications.Signed(callback, large)));
        Assert.Equal(1, await door.CountHandledAsync($"wamid.{proxy.Port}", Token));
        Assert.Equal(200, await client.StatusAsync(() => new HttpRequestMessage(HttpMethod.Get, new Uri(callback, $"?hub.mode=subscribe&hub.challenge=1&hub.verify_token={Receiver.VerifyToken}"))));

        // The sender claims another address; the receiver logs the one that the proxy saw.
        Assert.Equal(401, await client.StatusAsync(() =>
        {
            var request = Notifications.Signed(callback, "{}", "another-secret-0123456789");
            request.Headers.Add("X-Forwarded-For", "203.0.113.7");
            request.Headers.Add("Forwarded", "for=203.0.113.7");
            return request;
        }));
        var refused = await door.Log.UntilAsync(1101, Token);
        Assert.DoesNotContain(door.Log.All, static line => line.Text.Contains("203.0.113.7", StringComparison.Ordinal));
        Assert.Contains("127.0.0.1", refused.Text, StringComparison.Ordinal);
    }
}
