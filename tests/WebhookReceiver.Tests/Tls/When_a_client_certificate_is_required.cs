using System.Security.Cryptography.X509Certificates;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Tls;

/// <summary>Only a certificate that the configured authority issued, to the configured name, for clients, and that is valid now, reaches the endpoint.</summary>
[Trait("row", "H16")]
public sealed class When_a_client_certificate_is_required : IDisposable
{
    private const int HandshakeRefused = 1120;
    private const int RequestRefused = 1121;

    private readonly CertificateFolder folder = new();

    [Fact]
    public async Task The_right_one_passes()
    {
        await using var watched = new WatchedReceiver(folder.Mutual());
        using var client = new TlsClient(folder.Root, folder.Clients.Issue(new TestCertificate()));

        Assert.Equal(200, await client.PostAsync(watched.Receiver.PublicUrl));
        Assert.Equal(200, await client.GetAsync(watched.Receiver.PublicUrl));
        Assert.Empty(watched.Lines(HandshakeRefused, RequestRefused));
    }

    [Theory]
    [InlineData("self-signed", "Untrusted")]
    [InlineData("of another authority", "Untrusted")]
    [InlineData("of another authority with the same name", "Untrusted")]
    [InlineData("of the authority of the server", "Untrusted")]
    [InlineData("with another name", "OtherName")]
    [InlineData("with another alternative name", "OtherName")]
    [InlineData("expired", "Expired")]
    [InlineData("not yet valid", "NotYetValid")]
    [InlineData("for servers", "NotForClients")]
    [InlineData("for nothing", "NotForClients")]
    [InlineData("the authority itself", "Untrusted")]
    [InlineData("via an intermediate that is not sent", "Untrusted")]
    [InlineData("of another authority that comes with it", "Untrusted")]
    [InlineData("via an intermediate of another authority", "Untrusted")]
    [InlineData("signed by another client of the authority", "Untrusted")]
    public async Task Any_other_fails_in_the_TLS_handshake(string which, string verdict)
    {
        await using var watched = new WatchedReceiver(folder.Mutual(("WhatsApp:HandshakeWithoutClientCertificate", "true")));
        var (certificate, intermediates) = Wrong(which);
        using var client = new TlsClient(folder.Root, certificate, intermediates);

        Assert.Null(await client.PostAsync(watched.Receiver.PublicUrl));
        Assert.Null(await client.GetAsync(watched.Receiver.PublicUrl));

        Assert.Contains($"accepts the client certificate: {verdict}; from 127.0.0.1 (1)", Assert.Single(watched.Lines(HandshakeRefused)), StringComparison.Ordinal);
        Assert.Equal(["ClientCertificate"], watched.Refused.Strays.All.Distinct());
        Assert.Empty(watched.Refused.Reasons.All);
    }

    [Fact]
    public async Task Without_one_the_TLS_handshake_fails_when_no_endpoint_would_answer()
    {
        await using var watched = new WatchedReceiver(folder.Mutual());
        using var client = new TlsClient(folder.Root);

        Assert.Null(await client.PostAsync(watched.Receiver.PublicUrl));
        Assert.Null(await client.GetAsync(watched.Receiver.PublicUrl));
        Assert.Contains("Missing", Assert.Single(watched.Lines(HandshakeRefused)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_one_the_handshake_of_Meta_passes_if_configured_so_and_a_delivery_is_refused()
    {
        await using var watched = new WatchedReceiver(folder.Mutual(("WhatsApp:HandshakeWithoutClientCertificate", "true")));
        using var client = new TlsClient(folder.Root);

        Assert.Equal(200, await client.GetAsync(watched.Receiver.PublicUrl));
        Assert.Equal(403, await client.PostAsync(watched.Receiver.PublicUrl));
        Assert.Equal(["ClientCertificate"], watched.Refused.Reasons.All);
        Assert.Contains("refused 1 request(s): ClientCertificate, answered with 403; from 127.0.0.1 (1)", Assert.Single(watched.Lines(1101)), StringComparison.Ordinal);
        Assert.Contains("Endpoint default did not accept the client certificate of 1 request(s): Missing", Assert.Single(watched.Lines(RequestRefused)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_requires_none_answers_without_and_each_other_endpoint_checks_its_own_name()
    {
        await using var watched = new WatchedReceiver(folder.Settings(
            ("WhatsApp:Endpoints:shop:Path", "/shop"),
            ("WhatsApp:Endpoints:shop:VerifyToken", Receiver.VerifyToken),
            ("WhatsApp:Endpoints:shop:AppSecret", Receiver.AppSecret),
            ("WhatsApp:Endpoints:shop:RequireClientCertificate", "true"),
            ("WhatsApp:Endpoints:shop:ClientCertificateCaPath", folder.Authorities),
            ("WhatsApp:Endpoints:desk:Path", "/desk"),
            ("WhatsApp:Endpoints:desk:VerifyToken", Receiver.VerifyToken),
            ("WhatsApp:Endpoints:desk:AppSecret", Receiver.AppSecret),
            ("WhatsApp:Endpoints:desk:RequireClientCertificate", "true"),
            ("WhatsApp:Endpoints:desk:ClientCertificateCaPath", folder.Authorities),
            ("WhatsApp:Endpoints:desk:ClientCertificateName", "desk.example.com")));
        using var none = new TlsClient(folder.Root);
        using var meta = new TlsClient(folder.Root, folder.Clients.Issue(new TestCertificate()));
        using var desk = new TlsClient(folder.Root, folder.Clients.Issue(new TestCertificate { Subject = "CN=anything", DnsNames = ["desk.example.com"] }));
        var url = watched.Receiver.PublicUrl;

        Assert.Equal((200, 403, 403), (await none.PostAsync(url), await none.PostAsync(url, "/shop"), await none.PostAsync(url, "/desk")));
        Assert.Equal((200, 200, 403), (await meta.PostAsync(url), await meta.PostAsync(url, "/shop"), await meta.PostAsync(url, "/desk")));
        Assert.Equal((200, 403, 200), (await desk.PostAsync(url), await desk.PostAsync(url, "/shop"), await desk.PostAsync(url, "/desk")));
        Assert.Equal(403, await none.GetAsync(url, "/shop"));
    }

    [Fact]
    public async Task An_intermediate_may_come_with_it_or_be_in_the_CA_file()
    {
        await using var watched = new WatchedReceiver(folder.Mutual());
        var intermediate = folder.Clients.Intermediate();
        var certificate = intermediate.Issue(new TestCertificate());
        using var complete = new TlsClient(folder.Root, certificate, [intermediate.Certificate]);
        using var incomplete = new TlsClient(folder.Root, certificate);

        Assert.Equal(200, await complete.PostAsync(watched.Receiver.PublicUrl));
        Assert.Null(await incomplete.PostAsync(watched.Receiver.PublicUrl));

        folder.WriteAuthorities(folder.Clients, intermediate);
        watched.Clock.Step(TimeSpan.FromSeconds(6));

        Assert.Equal(200, await incomplete.PostAsync(watched.Receiver.PublicUrl));
        Assert.Equal(200, await complete.PostAsync(watched.Receiver.PublicUrl));
    }

    [Fact]
    public async Task It_comes_with_every_connection_whatever_earlier_ones_brought()
    {
        await using var watched = new WatchedReceiver(folder.Mutual());
        var intermediate = folder.Clients.Intermediate();
        using var client = new TlsClient(folder.Root, intermediate.Issue(new TestCertificate()), [intermediate.Certificate]);

        for (var connection = 0; connection < 4; connection++)
        {
            Assert.Equal(200, await client.StatusAsync(() =>
            {
                var request = Notifications.Signed(new Uri(watched.Receiver.PublicUrl, "/webhook"), Notifications.Text("15550100300", $"wamid.{Guid.NewGuid():N}", "Hello"));
                request.Headers.ConnectionClose = true;
                return request;
            }));
        }
    }

    [Fact]
    public async Task The_signature_is_still_required()
    {
        await using var watched = new WatchedReceiver(folder.Mutual());
        using var client = new TlsClient(folder.Root, folder.Clients.Issue(new TestCertificate()));

        Assert.Equal(401, await client.StatusAsync(() => Notifications.Signed(new Uri(watched.Receiver.PublicUrl, "/webhook"), "{}", "another-secret-0123456789")));
    }

    [Fact]
    public async Task The_body_of_a_refused_delivery_is_not_read()
    {
        await using var watched = new WatchedReceiver(folder.Mutual(("WhatsApp:HandshakeWithoutClientCertificate", "true"), ("Urls", "https://127.0.0.1:0;http://127.0.0.1:0")));
        var plain = watched.Receiver.Addresses[1];
        using var connection = await RawConnection.OpenAsync(plain, Patience.Token);

        // Nothing of the announced body is ever sent.
        await connection.SendAsync(RawRequest.SignedPost("{}", "Content-Length: 1000000"), Patience.Token);

        Assert.Equal("403", RawRequest.StatusesIn(await connection.ReadToEndAsync(Patience.Token)));
    }

    [Fact]
    public async Task The_operations_listener_asks_for_none()
    {
        await using var watched = new WatchedReceiver(folder.Mutual(("Operations:Url", "https://127.0.0.1:0")));
        using var client = new TlsClient(folder.Root);
        using var stranger = new TlsClient(folder.Root, TestAuthority.Root().Issue(new TestCertificate()));

        Assert.Equal(200, await client.StatusAsync(() => new HttpRequestMessage(HttpMethod.Get, new Uri(watched.Receiver.OperationsUrl, "/health/live"))));
        Assert.Equal(200, await stranger.StatusAsync(() => new HttpRequestMessage(HttpMethod.Get, new Uri(watched.Receiver.OperationsUrl, "/health/live"))));
        Assert.Equal(404, await client.PostAsync(watched.Receiver.OperationsUrl));
        Assert.Null(await client.PostAsync(watched.Receiver.PublicUrl));
    }

    public void Dispose() => folder.Dispose();

    private (X509Certificate2 Certificate, X509Certificate2Collection Intermediates) Wrong(string which)
    {
        var right = new TestCertificate();

        var other = TestAuthority.Root("Root of the clients");
        var client = folder.Clients.Issue(right with { Subject = "CN=other.example.com" });
        var intermediate = other.Intermediate();

        return which switch
        {
            "of another authority that comes with it" => (other.Issue(right), [other.Certificate]),
            "via an intermediate of another authority" => (intermediate.Issue(right), [intermediate.Certificate, other.Certificate]),
            "signed by another client of the authority" => (right.SignedBy(client), [client]),
            _ => (Alone(which, right), []),
        };
    }

    private X509Certificate2 Alone(string which, TestCertificate right) =>
        which switch
        {
            "self-signed" => right.SelfSigned(),
            "of another authority" => TestAuthority.Root().Issue(right),
            "of another authority with the same name" => TestAuthority.Root("Root of the clients").Issue(right),
            "of the authority of the server" => folder.Root.Issue(right),
            "with another name" => folder.Clients.Issue(right with { Subject = "CN=client.webhooks.example.com" }),
            "with another alternative name" => folder.Clients.Issue(right with { DnsNames = ["client.webhooks.example.com"] }),
            "expired" => folder.Clients.Issue(right with { Begin = DateTimeOffset.UtcNow.AddDays(-9), End = DateTimeOffset.UtcNow.AddHours(-1) }),
            "not yet valid" => folder.Clients.Issue(right with { Begin = DateTimeOffset.UtcNow.AddHours(1) }),
            "for servers" => folder.Clients.Issue(right with { Purpose = TestCertificate.ServerPurpose }),
            "for nothing" => folder.Clients.Issue(right with { Purpose = null }),
            "the authority itself" => folder.Clients.Certificate,
            "via an intermediate that is not sent" => folder.Clients.Intermediate().Issue(right),
            _ => throw new ArgumentOutOfRangeException(nameof(which), which, "No such certificate."),
        };
}
