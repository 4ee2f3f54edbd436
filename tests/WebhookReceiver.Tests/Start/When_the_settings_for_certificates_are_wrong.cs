using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using WebhookReceiver.Tests.Tls;
using Xunit;

namespace WebhookReceiver.Tests.Start;

/// <summary>Settings are written <c>key=value|key=value</c>; names in braces are files of the test.</summary>
[Trait("row", "O01")]
public sealed class When_the_settings_for_certificates_are_wrong : IDisposable
{
    private const string Right = "Urls=https://127.0.0.1:0|Tls:CertificatePath={fullchain.pem}|Tls:KeyPath={privkey.pem}|";

    private readonly CertificateFolder folder = new();

    [Theory]
    [InlineData("Urls=https://127.0.0.1:0|Tls:CertificatePath={none.pem}|Tls:KeyPath={privkey.pem}", "Tls:CertificatePath: there is no file {none.pem}.")]
    [InlineData("Urls=https://127.0.0.1:0|Tls:CertificatePath={fullchain.pem}|Tls:KeyPath={none.pem}", "Tls:KeyPath: there is no file {none.pem}.")]
    [InlineData("Urls=https://127.0.0.1:0|Tls:CertificatePath={fullchain.pem}", "Tls:KeyPath is missing")]
    [InlineData("Urls=https://127.0.0.1:0|Tls:KeyPath={privkey.pem}", "Tls:CertificatePath is missing")]
    [InlineData("Urls=https://127.0.0.1:0|Tls:CertificatePath=|Tls:KeyPath={privkey.pem}", "Tls:CertificatePath is missing")]
    [InlineData("Urls=https://127.0.0.1:0|Tls:CertificatePath={fullchain.pem}|Tls:KeyPath={other.pem}", "Tls:KeyPath ({other.pem}) does not match the certificate in Tls:CertificatePath")]
    [InlineData("Urls=https://127.0.0.1:0|Tls:CertificatePath={fullchain.pem}|Tls:KeyPath={encrypted.pem}", "Tls:KeyPath ({encrypted.pem}) is encrypted")]
    [InlineData("Urls=https://127.0.0.1:0|Tls:CertificatePath={fullchain.pem}|Tls:KeyPath={fullchain.pem}", "Tls:KeyPath ({fullchain.pem}) contains no private key")]
    [InlineData("Urls=https://127.0.0.1:0|Tls:CertificatePath={privkey.pem}|Tls:KeyPath={privkey.pem}", "Tls:CertificatePath ({privkey.pem}) contains no certificate in PEM form")]
    [InlineData("Urls=https://127.0.0.1:0|Tls:CertificatePath={broken.pem}|Tls:KeyPath={privkey.pem}", "Tls:CertificatePath ({broken.pem}) contains a certificate that cannot be read")]
    [InlineData("Urls=https://127.0.0.1:0|Tls:CertificatePath={client.pem}|Tls:KeyPath={privkey.pem}", "Tls:CertificatePath ({client.pem}): the first certificate is not meant for servers")]
    [InlineData("Urls=https://127.0.0.1:0|Tls:CertificatePath={}|Tls:KeyPath={privkey.pem}", "Tls:CertificatePath: there is no file {}.")]
    [InlineData("Tls:CertificatePath={fullchain.pem}|Tls:KeyPath={privkey.pem}", "Tls:CertificatePath is set, but no address in Urls or Operations:Url begins with https://")]
    [InlineData(Right + "Kestrel:Certificates:Default:Path={fullchain.pem}|Kestrel:Certificates:Default:KeyPath={privkey.pem}", "Tls:CertificatePath and Kestrel:Certificates:Default both name a certificate")]
    [InlineData(Right + "Tls:Certificate={fullchain.pem}", "Tls:Certificate is not a setting; the nearest is Tls:CertificatePath")]
    [InlineData(Right + "WhatsApp:RequireClientCertificate=true", "WhatsApp:ClientCertificateCaPath is missing")]
    [InlineData(Right + "WhatsApp:RequireClientCertificate=maybe", "WhatsApp:RequireClientCertificate: ")]
    [InlineData(Right + "WhatsApp:ClientCertificateCaPath={none.pem}", "WhatsApp:ClientCertificateCaPath: there is no file {none.pem}.")]
    [InlineData(Right + "WhatsApp:ClientCertificateCaPath={client.pem}", "WhatsApp:ClientCertificateCaPath ({client.pem}) contains a certificate that is not of an authority (CN=client.webhooks.fbclientcerts.com)")]
    [InlineData(Right + "WhatsApp:ClientCertificateCaPath={intermediate.pem}", "WhatsApp:ClientCertificateCaPath ({intermediate.pem}) contains no root certificate")]
    [InlineData(Right + "WhatsApp:ClientCertificateCaPath={privkey.pem}", "WhatsApp:ClientCertificateCaPath ({privkey.pem}) contains no certificate in PEM form")]
    [InlineData(Right + "WhatsApp:ClientCertificateName=", "WhatsApp:ClientCertificateName is ''")]
    [InlineData(Right + "WhatsApp:ClientCertificateName=CN=client", "WhatsApp:ClientCertificateName is 'CN=client'")]
    [InlineData("WhatsApp:RequireClientCertificate=true|WhatsApp:ClientCertificateCaPath={ca.pem}", "WhatsApp:RequireClientCertificate is true, but no address in Urls begins with https://")]
    [InlineData(
        "WhatsApp:Endpoints:shop:RequireClientCertificate=true|WhatsApp:Endpoints:shop:ClientCertificateCaPath={ca.pem}|WhatsApp:Endpoints:shop:Path=/shop",
        "WhatsApp:Endpoints:shop:RequireClientCertificate is true, but no address in Urls begins with https://")]
    [InlineData(
        "WhatsApp:RequireClientCertificate=true|WhatsApp:ClientCertificateCaPath={ca.pem}|WhatsApp:ClientCertificateHeader=Client-Cert",
        "WhatsApp:ClientCertificateHeader is set, but WhatsApp:TrustedProxies is empty")]
    [InlineData(
        "WhatsApp:ClientCertificateHeader=Client Cert|WhatsApp:TrustedProxies:0=127.0.0.1",
        "WhatsApp:ClientCertificateHeader is 'Client Cert'; it must be the name of a header")]
    [InlineData(
        Right + "WhatsApp:Endpoints:shop:HandshakeWithoutClientCertificates=true",
        "WhatsApp:Endpoints:shop:HandshakeWithoutClientCertificates is not a setting; the nearest is WhatsApp:Endpoints:shop:HandshakeWithoutClientCertificate.")]
    public async Task The_start_fails_and_names_the_key(string settings, string expected)
    {
        await WriteAsync();

        var (exitCode, message) = await StartAttempt.RunAsync(
            WithPaths(settings).Split('|', StringSplitOptions.RemoveEmptyEntries).Select(static setting => setting.Split('=', 2)).Select(static pair => KeyValuePair.Create(pair[0], (string?)pair[1])));

        Assert.Equal(1, exitCode);
        Assert.Contains($"  - {WithPaths(expected)}", message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", message, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private string WithPaths(string text) => text.Replace("{", $"{Path.GetDirectoryName(folder.Certificate)}/", StringComparison.Ordinal).Replace("}", string.Empty, StringComparison.Ordinal);

    private async Task WriteAsync()
    {
        var token = TestContext.Current.CancellationToken;
        var other = folder.Intermediate.Issue(TestCertificate.Server);
        using var key = other.GetECDsaPrivateKey()!;
        await File.WriteAllTextAsync(folder.File("other.pem"), key.ExportPkcs8PrivateKeyPem(), token);
        await File.WriteAllTextAsync(folder.File("encrypted.pem"), key.ExportEncryptedPkcs8PrivateKeyPem("password", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)), token);
        await File.WriteAllTextAsync(folder.File("broken.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", token);
        await File.WriteAllTextAsync(folder.File("client.pem"), folder.Clients.Issue(new TestCertificate()).ExportCertificatePem(), token);
        await File.WriteAllTextAsync(folder.File("intermediate.pem"), folder.Intermediate.Pem, token);
    }
}
