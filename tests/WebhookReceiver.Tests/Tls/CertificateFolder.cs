using System.Security.Cryptography.X509Certificates;
using WebhookReceiver.Tests.Receiving;

namespace WebhookReceiver.Tests.Tls;

/// <summary>A folder with the PEM files of a test: the server's certificate and key, and a CA file.</summary>
internal sealed class CertificateFolder : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    public CertificateFolder()
    {
        Intermediate = Root.Intermediate();
        Server = Intermediate.Issue(TestCertificate.Server);
        Write(Server);
        WriteAuthorities(Clients);
    }

    /// <summary>The root of the server's certificates; an intermediate issues them.</summary>
    public TestAuthority Root { get; } = TestAuthority.Root("Root of the server");

    public TestAuthority Intermediate { get; }

    /// <summary>The authority of the clients.</summary>
    public TestAuthority Clients { get; } = TestAuthority.Root("Root of the clients");

    public X509Certificate2 Server { get; }

    public string Certificate => folder.File("fullchain.pem");

    public string Key => folder.File("privkey.pem");

    public string Authorities => folder.File("ca.pem");

    public string File(string name) => folder.File(name);

    /// <summary>The settings of a receiver that listens with them and requires no client certificate.</summary>
    public Dictionary<string, string?> Settings(params (string Key, string? Value)[] others)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Urls"] = "https://127.0.0.1:0",
            ["Tls:CertificatePath"] = Certificate,
            ["Tls:KeyPath"] = Key,
        };

        foreach (var (key, value) in others)
        {
            settings[key] = value;
        }

        return settings;
    }

    /// <summary>The settings of a receiver that requires a client certificate.</summary>
    public Dictionary<string, string?> Mutual(params (string Key, string? Value)[] others) =>
        Settings([("WhatsApp:RequireClientCertificate", "true"), ("WhatsApp:ClientCertificateCaPath", Authorities), .. others]);

    public void Write(X509Certificate2 server)
    {
        WriteCertificate(server);
        WriteKey(server);
    }

    public void WriteCertificate(X509Certificate2 server) => Replace(Certificate, $"{server.ExportCertificatePem()}\n{Intermediate.Pem}\n");

    public void WriteKey(X509Certificate2 server) => Replace(Key, server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());

    public void WriteAuthorities(params TestAuthority[] authorities) => Replace(Authorities, string.Join('\n', authorities.Select(static authority => authority.Pem)));

    public void Dispose() => folder.Dispose();

    /// <summary>Moved into place, so that nobody reads half of it.</summary>
    private void Replace(string path, string text)
    {
        System.IO.File.WriteAllText(folder.File("new"), text);
        System.IO.File.Move(folder.File("new"), path, overwrite: true);
    }
}
