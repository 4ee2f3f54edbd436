using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Tests.Operating.Operators;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Tls;

/// <summary>Files are replaced while the service runs, and nothing is lost: what cannot be used yet leaves the previous certificates in force.</summary>
[SuppressMessage("Security", "CA5398:Avoid hardcoded SslProtocols values", Justification = "Which versions are spoken is what is tested.")]
[SuppressMessage("Security", "CA5359:Do not disable certificate validation", Justification = "These tests compare the certificate, whatever is wrong with it.")]
public sealed class When_a_certificate_is_renewed : IAsyncDisposable
{
    /// <summary>The framework marks the constant as obsolete.</summary>
    private const int Tls11 = 768;

    private const int LookFailed = 1005;
    private const int Replaced = 1122;
    private const int ChangeRefused = 1123;
    private const int EndsSoon = 1124;
    private const int HasEnded = 1125;
    private const int KeyCanBeRead = 1127;

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(6);

    private readonly CertificateFolder folder = new();
    private readonly SteppedClock clock = new();
    private readonly LogLines log = new(LogLine.IsOrdinary);
    private readonly List<Receiver> receivers = [];

    [Fact]
    public async Task The_whole_chain_is_sent_and_only_current_versions_of_TLS_and_HTTP_1_are_spoken()
    {
        var receiver = Start(folder.Settings());
        using var modern = new TlsClient(folder.Root, protocols: SslProtocols.Tls13);
        using var usual = new TlsClient(folder.Root, protocols: SslProtocols.Tls12);

        Assert.Equal(200, await modern.PostAsync(receiver.PublicUrl));
        Assert.Equal(200, await usual.PostAsync(receiver.PublicUrl));
        Assert.Equal((SslProtocols.Tls13, "http/1.1"), await NegotiatedAsync(receiver, SslProtocols.None));
        await Assert.ThrowsAnyAsync<Exception>(() => NegotiatedAsync(receiver, (SslProtocols)Tls11));
    }

    [Fact]
    public async Task New_connections_get_the_new_certificate_and_open_ones_go_on()
    {
        var receiver = Start(folder.Settings());
        using var open = new TlsClient(folder.Root);
        Assert.Equal(200, await open.PostAsync(receiver.PublicUrl));
        var renewed = folder.Intermediate.Issue(TestCertificate.Server);

        folder.Write(renewed);
        clock.Step(Look);

        using var next = new TlsClient(folder.Root);
        Assert.Equal(200, await next.PostAsync(receiver.PublicUrl));
        Assert.Equal(200, await open.PostAsync(receiver.PublicUrl));
        Assert.Equal(renewed.GetCertHashString(), next.Server);
        Assert.Equal(folder.Server.GetCertHashString(), open.Server);
        Assert.Single(Lines(Replaced));
    }

    [Fact]
    public async Task A_certificate_that_is_replaced_before_its_key_is_refused_and_the_next_look_takes_both()
    {
        var receiver = Start(folder.Settings());
        var renewed = folder.Intermediate.Issue(TestCertificate.Server);

        folder.WriteCertificate(renewed);
        clock.Step(Look);
        clock.Step(Look);

        Assert.Equal(folder.Server.GetCertHashString(), await ServerAsync(receiver));
        Assert.Contains("Tls:KeyPath", Assert.Single(Lines(ChangeRefused)), StringComparison.Ordinal);
        Assert.Contains("does not match the certificate in Tls:CertificatePath", Assert.Single(Lines(ChangeRefused)), StringComparison.Ordinal);

        folder.WriteKey(renewed);
        clock.Step(Look);

        Assert.Equal(renewed.GetCertHashString(), await ServerAsync(receiver));
        Assert.Single(Lines(ChangeRefused));
    }

    [Fact]
    public async Task Links_are_followed_as_certbot_and_Kubernetes_replace_them()
    {
        var renewed = folder.Intermediate.Issue(TestCertificate.Server);
        Directory.CreateDirectory(folder.File("first"));
        Directory.CreateDirectory(folder.File("second"));
        Move("first");
        folder.Write(renewed);
        Move("second");
        File.CreateSymbolicLink(folder.File("current"), "first");
        File.CreateSymbolicLink(folder.Certificate, "current/fullchain.pem");
        File.CreateSymbolicLink(folder.Key, "current/privkey.pem");
        var receiver = Start(folder.Settings());
        Assert.Equal(folder.Server.GetCertHashString(), await ServerAsync(receiver));

        File.CreateSymbolicLink(folder.File("next"), "second");
        using (var move = Process.Start("mv", ["-T", folder.File("next"), folder.File("current")]))
        {
            await move.WaitForExitAsync(Patience.Token);
        }

        clock.Step(Look);

        Assert.Equal(renewed.GetCertHashString(), await ServerAsync(receiver));
        Assert.Empty(Lines(ChangeRefused));
    }

    [Fact]
    public async Task The_operations_listener_gets_it_too()
    {
        var receiver = Start(folder.Settings(("Urls", "http://127.0.0.1:0"), ("Operations:Url", "https://127.0.0.1:0")));
        using var client = new TlsClient(folder.Root);

        Assert.Equal(200, await client.StatusAsync(() => new HttpRequestMessage(HttpMethod.Get, new Uri(receiver.OperationsUrl, "/health/live"))));
        Assert.Equal(404, await client.PostAsync(receiver.OperationsUrl));
        Assert.Equal(200, await client.PostAsync(receiver.PublicUrl));
    }

    [Fact]
    public async Task A_new_CA_file_decides_about_new_connections_and_about_those_that_are_open()
    {
        var receiver = Start(folder.Mutual());
        var next = TestAuthority.Root("Next root of the clients");
        using var old = new TlsClient(folder.Root, folder.Clients.Issue(new TestCertificate()));
        using var renewed = new TlsClient(folder.Root, next.Issue(new TestCertificate()));
        Assert.Equal((200, null), (await old.PostAsync(receiver.PublicUrl), await renewed.PostAsync(receiver.PublicUrl)));

        folder.WriteAuthorities(folder.Clients, next);
        clock.Step(Look);
        Assert.Equal((200, 200), (await old.PostAsync(receiver.PublicUrl), await renewed.PostAsync(receiver.PublicUrl)));

        folder.WriteAuthorities(next);
        clock.Step(Look);

        // The connection that is still open, and then a new one.
        Assert.Equal(403, await old.PostAsync(receiver.PublicUrl));
        Assert.Null(await old.PostAsync(receiver.PublicUrl));
        Assert.Equal(200, await renewed.PostAsync(receiver.PublicUrl));
    }

    [Fact]
    public async Task A_CA_file_that_cannot_be_used_is_refused()
    {
        var receiver = Start(folder.Mutual());
        using var client = new TlsClient(folder.Root, folder.Clients.Issue(new TestCertificate()));

        await File.WriteAllTextAsync(folder.Authorities, "half a certificate", Patience.Token);
        clock.Step(Look);
        clock.Step(Look);
        await File.WriteAllTextAsync(folder.Authorities, folder.Clients.Issue(new TestCertificate()).ExportCertificatePem(), Patience.Token);
        clock.Step(Look);
        File.Delete(folder.Authorities);
        clock.Step(Look);

        // What cannot be read is reported once, like any other change.
        Directory.CreateDirectory(folder.Authorities);
        clock.Step(Look);
        clock.Step(Look);

        Assert.Equal(200, await client.PostAsync(receiver.PublicUrl));
        Assert.Collection(
            Lines(ChangeRefused),
            static line => Assert.Contains("contains no certificate in PEM form", line, StringComparison.Ordinal),
            static line => Assert.Contains("contains a certificate that is not of an authority", line, StringComparison.Ordinal),
            line => Assert.Contains($"there is no file {folder.Authorities}", line, StringComparison.Ordinal));
        Assert.Empty(Lines(LookFailed));
    }

    [Fact]
    public void What_ends_within_30_days_is_warned_of_once_a_day()
    {
        folder.Write(folder.Intermediate.Issue(TestCertificate.Server with { End = DateTimeOffset.UtcNow.AddDays(31) }));
        folder.WriteAuthorities(TestAuthority.Root("Root that ends", DateTimeOffset.UtcNow.AddDays(33)), folder.Clients);
        Start(folder.Mutual());
        Assert.Empty(Lines(EndsSoon));

        clock.Step(TimeSpan.FromDays(2));
        Assert.Contains("The certificate CN=localhost in Tls:CertificatePath", Assert.Single(Lines(EndsSoon)), StringComparison.Ordinal);

        clock.Step(TimeSpan.FromHours(23));
        Assert.Single(Lines(EndsSoon));

        clock.Step(TimeSpan.FromDays(2));
        Assert.Equal(3, Lines(EndsSoon).Count);
        Assert.Contains("The certificate CN=Root that ends in WhatsApp:ClientCertificateCaPath", string.Join('\n', Lines(EndsSoon)), StringComparison.Ordinal);

        folder.Write(folder.Intermediate.Issue(TestCertificate.Server with { End = DateTimeOffset.UtcNow.AddDays(99) }));
        clock.Step(Look);
        clock.Step(TimeSpan.FromDays(1));
        Assert.Equal(4, Lines(EndsSoon).Count);
        Assert.Empty(Lines(HasEnded));
    }

    [Fact]
    public async Task An_expired_one_is_warned_of_and_does_not_stop_the_start()
    {
        var expired = folder.Intermediate.Issue(TestCertificate.Server with { Begin = DateTimeOffset.UtcNow.AddDays(-9), End = DateTimeOffset.UtcNow.AddDays(-1) });
        folder.Write(expired);
        var receiver = Start(folder.Settings());

        Assert.Equal(expired.GetCertHashString(), await ServerAsync(receiver));
        Assert.Contains("The certificate CN=localhost in Tls:CertificatePath", Assert.Single(Lines(HasEnded)), StringComparison.Ordinal);

        folder.Write(folder.Server);
        clock.Step(Look);

        using var client = new TlsClient(folder.Root);
        Assert.Equal(200, await client.PostAsync(receiver.PublicUrl));
    }

    [Theory]
    [UnsupportedOSPlatform("windows")]
    [InlineData(UnixFileMode.None, 0)]
    [InlineData(UnixFileMode.GroupRead, 0)]
    [InlineData(UnixFileMode.OtherRead, 1)]
    public void A_private_key_that_everybody_can_read_is_warned_of(UnixFileMode mode, int warnings)
    {
        File.SetUnixFileMode(folder.Key, UnixFileMode.UserRead | UnixFileMode.UserWrite | mode);
        File.Move(folder.Key, folder.File("key-1.pem"));
        File.CreateSymbolicLink(folder.Key, "key-1.pem");

        Start(folder.Settings());

        Assert.Equal(warnings, Lines(KeyCanBeRead).Count);
    }

    [Fact]
    public async Task A_command_recognises_the_service_by_its_certificate()
    {
        var settings = folder.Settings(("Urls", "http://127.0.0.1:0"), ("Operations:Url", "https://127.0.0.1:0"), ("Operations:ApiKey", "key-of-the-operations"));
        folder.Write(folder.Intermediate.Issue(TestCertificate.Server with { DnsNames = ["hooks.example.com"], Purpose = null }));
        var receiver = Start(settings);
        string[] status = ["inbox", "status", "--Inbox:Store=Memory", "--Operations:ApiKey=key-of-the-operations"];

        var right = await Command.RunAsync(folder.File("inbox"), receiver.OperationsUrl, [.. status, $"--Tls:CertificatePath={folder.Certificate}"]);
        var other = await Command.RunAsync(folder.File("inbox"), receiver.OperationsUrl, status);

        Assert.Equal(0, right.ExitCode);
        Assert.NotEqual(0, other.ExitCode);
        Assert.Contains("nothing answers at https://", other.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_certificate_of_the_servers_own_section_works_as_before()
    {
        var receiver = Start(new(StringComparer.Ordinal)
        {
            ["Urls"] = "https://127.0.0.1:0",
            ["Kestrel:Certificates:Default:Path"] = folder.Certificate,
            ["Kestrel:Certificates:Default:KeyPath"] = folder.Key,
            ["WhatsApp:RequireClientCertificate"] = "true",
            ["WhatsApp:ClientCertificateCaPath"] = folder.Authorities,
        });
        using var client = new TlsClient(folder.Intermediate, folder.Clients.Issue(new TestCertificate()));
        using var stranger = new TlsClient(folder.Intermediate);

        Assert.Equal(folder.Server.GetCertHashString(), await ServerAsync(receiver, folder.Clients.Issue(new TestCertificate())));
        Assert.Null(await stranger.PostAsync(receiver.PublicUrl));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var receiver in receivers)
        {
            await receiver.DisposeAsync();
        }

        log.Dispose();
        folder.Dispose();
    }

    private IReadOnlyList<string> Lines(int id) => [.. log.All.Where(line => line.Id == id).Select(static line => line.Text)];

    private Receiver Start(Dictionary<string, string?> settings)
    {
        settings["Inbox:Store"] = "Memory";
        var receiver = Receiver.Start(settings, services => services.AddSingleton<TimeProvider>(clock).AddLogging(logging => logging.AddProvider(log)));
        receivers.Add(receiver);
        return receiver;
    }

    private void Move(string to)
    {
        File.Move(folder.Certificate, Path.Combine(folder.File(to), "fullchain.pem"));
        File.Move(folder.Key, Path.Combine(folder.File(to), "privkey.pem"));
    }

    /// <summary>The thumbprint of the certificate that a new connection gets, whatever is wrong with it.</summary>
    private static async Task<string?> ServerAsync(Receiver receiver, X509Certificate2? client = null)
    {
        await using var stream = await ConnectAsync(receiver, SslProtocols.None, client);
        return stream.RemoteCertificate!.GetCertHashString();
    }

    private static async Task<(SslProtocols Version, string Protocol)> NegotiatedAsync(Receiver receiver, SslProtocols protocols)
    {
        await using var stream = await ConnectAsync(receiver, protocols, client: null);
        return (stream.SslProtocol, stream.NegotiatedApplicationProtocol.ToString());
    }

    private static async Task<SslStream> ConnectAsync(Receiver receiver, SslProtocols protocols, X509Certificate2? client)
    {
        var tcp = new TcpClient();
        await tcp.ConnectAsync(receiver.PublicUrl.Host, receiver.PublicUrl.Port, Patience.Token);
        var stream = new SslStream(tcp.GetStream(), leaveInnerStreamOpen: false);

        try
        {
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = "localhost",
                    EnabledSslProtocols = protocols,
                    ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
                    ClientCertificateContext = client is null ? null : SslStreamCertificateContext.Create(client, null, offline: true),
                    RemoteCertificateValidationCallback = static (_, _, _, _) => true,
                },
                Patience.Token);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }
}
