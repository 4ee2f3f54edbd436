using System.Security.Cryptography.X509Certificates;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Tls;

/// <summary>A proxy that ends TLS writes the client's certificate into a header. Only a trusted proxy is believed, and only about whose certificate it is, not that it is acceptable.</summary>
public sealed class When_a_proxy_passes_the_certificate_on : IDisposable
{
    private const string Standard = "Client-Cert";
    private const string Pem = "X-SSL-Client-Cert";
    private const string Thisproxy = "127.0.0.1";

    private readonly CertificateFolder folder = new();
    private readonly string body = Notifications.Text("15550100300", $"wamid.{Guid.NewGuid():N}", "Hello");

    [Theory]
    [InlineData(Standard)]
    [InlineData(Pem)]
    public async Task The_right_one_passes(string header)
    {
        await using var watched = Start(header);
        var right = folder.Clients.Issue(new TestCertificate());

        Assert.Equal("200", await PostAsync(watched, $"{header}: {Text(header, right)}"));
        Assert.Equal("200", await PostAsync(watched, $"{header}: {Text(header, right)}"));
        Assert.Equal("200", await GetAsync(watched, $"{header}: {Text(header, right)}"));
    }

    [Theory]
    [Trait("row", "H16")]
    [InlineData("none", "Missing")]
    [InlineData("empty", "Missing")]
    [InlineData("self-signed", "Untrusted")]
    [InlineData("of another authority", "Untrusted")]
    [InlineData("with another name", "OtherName")]
    [InlineData("expired", "Expired")]
    [InlineData("for servers", "NotForClients")]
    [InlineData("twice", "Unreadable")]
    [InlineData("two in one", "Unreadable")]
    [InlineData("its name only", "Unreadable")]
    [InlineData("in the other form", "Unreadable")]
    [InlineData("garbage", "Unreadable")]
    [InlineData("too long", "Unreadable")]
    public async Task Any_other_is_refused(string which, string verdict)
    {
        foreach (var header in new[] { Standard, Pem })
        {
            await using var watched = Start(header);
            var headers = Wrong(which, header);

            Assert.Equal("403", await PostAsync(watched, headers));
            Assert.Equal("403", await GetAsync(watched, headers));
            Assert.Equal(["ClientCertificate", "ClientCertificate"], watched.Refused.Reasons.All);
            Assert.Contains($"request(s): {verdict}; from 127.0.0.1", watched.Lines(1121)[0], StringComparison.Ordinal);
        }
    }

    [Theory]
    [Trait("row", "H15")]
    [InlineData(Standard, "10.0.0.7")]
    [InlineData(Pem, "10.0.0.0/8")]
    public async Task From_anybody_else_it_is_ignored(string header, string proxy)
    {
        await using var watched = Start(header, proxy);
        var right = Text(header, folder.Clients.Issue(new TestCertificate()));

        Assert.Equal("403", await PostAsync(watched, $"{header}: {right}"));
        Assert.Equal("403", await PostAsync(watched, $"{header}: {right}", "X-Forwarded-For: 10.0.0.7", "Forwarded: for=10.0.0.7"));
        Assert.Equal("403", await GetAsync(watched, $"{header}: {right}"));
        Assert.Contains("Missing; from 127.0.0.1", watched.Lines(1121)[0], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("row", "H15")]
    public async Task A_header_that_is_not_configured_is_ignored()
    {
        await using var watched = Start(Pem);
        var right = folder.Clients.Issue(new TestCertificate());

        Assert.Equal("403", await PostAsync(
            watched, $"{Standard}: {Text(Standard, right)}", $"X-Amzn-Mtls-Clientcert-Leaf: {Text(Pem, right)}", "X-SSL-Client-Verify: SUCCESS", "X-SSL-Client-S-DN: CN=client.webhooks.fbclientcerts.com"));
    }

    [Fact]
    public async Task A_chain_may_be_passed_on_too()
    {
        var intermediate = folder.Clients.Intermediate();
        var leaf = intermediate.Issue(new TestCertificate());
        var stranger = TestAuthority.Root();
        var strange = stranger.Issue(new TestCertificate());
        await using var standard = Start(Standard);
        await using var pem = Start(Pem);

        Assert.Equal("403", await PostAsync(standard, $"{Standard}: {Text(Standard, leaf)}"));
        Assert.Equal("403", await PostAsync(standard, $"{Standard}: {Text(Standard, leaf)}", "Client-Cert-Chain: :AAAA:, nonsense"));
        Assert.Equal("403", await PostAsync(standard, $"{Standard}: {Text(Standard, strange)}", $"Client-Cert-Chain: {Text(Standard, stranger.Certificate)}"));
        Assert.Equal("403", await PostAsync(pem, $"{Pem}: {Text(Pem, strange)}{Text(Pem, stranger.Certificate)}"));
        Assert.Equal("200", await PostAsync(standard, $"{Standard}: {Text(Standard, leaf)}", $"Client-Cert-Chain: {Text(Standard, folder.Server)}, {Text(Standard, intermediate.Certificate)}"));
        Assert.Equal("403", await PostAsync(standard, $"{Standard}: {Text(Standard, leaf)}"));
        Assert.Equal("403", await PostAsync(pem, $"{Pem}: {Text(Pem, leaf)}"));
        Assert.Equal("200", await PostAsync(pem, $"{Pem}: {Text(Pem, leaf)}{Text(Pem, intermediate.Certificate)}"));

        // As the AWS balancer encodes it: these three characters stay as they are.
        Assert.Equal("200", await PostAsync(pem, $"{Pem}: {(Text(Pem, leaf) + Text(Pem, intermediate.Certificate)).Replace("%2B", "+", StringComparison.Ordinal).Replace("%2F", "/", StringComparison.Ordinal).Replace("%3D", "=", StringComparison.Ordinal)}"));
    }

    [Fact]
    public async Task An_accepted_one_is_refused_when_it_has_expired_or_its_authority_is_gone()
    {
        await using var watched = Start(Standard);
        var right = $"{Standard}: {Text(Standard, folder.Clients.Issue(new TestCertificate { End = DateTimeOffset.UtcNow.AddDays(2) }))}";
        var longer = $"{Standard}: {Text(Standard, folder.Clients.Issue(new TestCertificate()))}";
        Assert.Equal("200", await PostAsync(watched, right));
        Assert.Equal("200", await PostAsync(watched, longer));

        watched.Clock.Step(TimeSpan.FromDays(3));

        Assert.Equal("403", await PostAsync(watched, right));
        Assert.Equal("200", await PostAsync(watched, longer));

        folder.WriteAuthorities(TestAuthority.Root());
        watched.Clock.Step(TimeSpan.FromSeconds(6));

        Assert.Equal("403", await PostAsync(watched, longer));
    }

    public void Dispose() => folder.Dispose();

    private WatchedReceiver Start(string header, string proxy = Thisproxy) => new(new(StringComparer.Ordinal)
    {
        ["WhatsApp:RequireClientCertificate"] = "true",
        ["WhatsApp:ClientCertificateCaPath"] = folder.Authorities,
        ["WhatsApp:ClientCertificateHeader"] = header,
        ["WhatsApp:TrustedProxies:0"] = proxy,
    });

    private Task<string> PostAsync(WatchedReceiver watched, params string[] headers) => FirstAsync(watched, RawRequest.SignedPost(body, [$"Content-Length: {body.Length}", .. headers]) + body);

    private static Task<string> GetAsync(WatchedReceiver watched, params string[] headers) =>
        FirstAsync(watched, RawRequest.Head("GET", $"/webhook?hub.mode=subscribe&hub.challenge=1&hub.verify_token={Receiver.VerifyToken}", headers));

    private static async Task<string> FirstAsync(WatchedReceiver watched, string request)
    {
        using var connection = await RawConnection.OpenAsync(watched.Receiver.PublicUrl, Patience.Token);
        await connection.SendAllAsync(System.Text.Encoding.UTF8.GetBytes(request), Patience.Token);
        return RawRequest.StatusesIn(await connection.ReadHeadAsync(Patience.Token));
    }

    private string[] Wrong(string which, string header)
    {
        var right = new TestCertificate();
        var accepted = folder.Clients.Issue(right);

        return which switch
        {
            "none" => [],
            "empty" => [header is Standard ? "Client-Cert: ::" : $"{header}: "],
            "twice" => [$"{header}: {Text(header, accepted)}", $"{header}: {Text(header, accepted)}"],
            "two in one" => [header is Standard ? $"{header}: {Text(header, accepted)}, {Text(header, accepted)}" : $"{header}: {Text(header, accepted)[..^9]}{Text(header, accepted)}"],
            "its name only" => [$"{header}: CN=client.webhooks.fbclientcerts.com"],
            "in the other form" => [$"{header}: {Text(header is Standard ? Pem : Standard, accepted)}"],
            "garbage" => [$"{header}: {(header is Standard ? ":QUJD:" : "-----BEGIN%20CERTIFICATE-----%0AQUJD%0A-----END%20CERTIFICATE-----")}"],
            "too long" => [$"{header}: {(header is Standard ? ":" + new string('A', 9000) + ":" : new string('A', 9000))}"],
            _ => [$"{header}: {Text(header, Certificate(which, right))}"],
        };
    }

    private X509Certificate2 Certificate(string which, TestCertificate right) => which switch
    {
        "self-signed" => right.SelfSigned(),
        "of another authority" => TestAuthority.Root().Issue(right),
        "with another name" => folder.Clients.Issue(right with { DnsNames = ["client.webhooks.example.com"] }),
        "expired" => folder.Clients.Issue(right with { Begin = DateTimeOffset.UtcNow.AddDays(-9), End = DateTimeOffset.UtcNow.AddHours(-1) }),
        "for servers" => folder.Clients.Issue(right with { Purpose = TestCertificate.ServerPurpose }),
        _ => throw new ArgumentOutOfRangeException(nameof(which), which, "No such certificate."),
    };

    private static string Text(string header, X509Certificate2 certificate) => header is Standard
        ? $":{Convert.ToBase64String(certificate.RawData)}:"
        : Uri.EscapeDataString(certificate.ExportCertificatePem() + "\n");
}
