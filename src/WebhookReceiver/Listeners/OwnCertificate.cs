using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WebhookReceiver.Listeners;

/// <summary>
/// Lets a command call the service on this machine over https: by its address, which the certificate does not name. The service is the one that has the certificate of
/// <c>Tls:CertificatePath</c>; any other certificate must be valid for the address.
/// </summary>
internal static class OwnCertificate
{
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The client disposes its handler.")]
    public static HttpClient Client(IConfiguration configuration)
    {
        var handler = new SocketsHttpHandler();

        if (configuration[TlsSettings.CertificateKey] is { Length: > 0 } path)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, errors) =>
                errors is SslPolicyErrors.None || Read(Path.Combine(AppContext.BaseDirectory, path)) is { } own && own.AsSpan().SequenceEqual(presented?.GetRawCertData());
        }

        return new HttpClient(handler);
    }

    private static byte[]? Read(string path)
    {
        try
        {
            using var own = X509Certificate2.CreateFromPem(File.ReadAllText(path));
            return own.RawData;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return null;
        }
    }
}
