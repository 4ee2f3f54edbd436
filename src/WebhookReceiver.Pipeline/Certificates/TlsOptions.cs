namespace WebhookReceiver.Certificates;

/// <summary>The section <c>Tls</c>: the certificate for https addresses.</summary>
internal sealed class TlsOptions
{
    public const string Section = "Tls";

    public const string CertificateKey = $"{Section}:{nameof(CertificatePath)}";
    public const string KeyKey = $"{Section}:{nameof(KeyPath)}";

    /// <summary>A PEM file with the certificate, followed by the intermediate certificates that are sent with it. Reread when it changes.</summary>
    /// <value>None: https addresses use the certificate in the server's own section, if any.</value>
    public string? CertificatePath { get; set; }

    /// <summary>A PEM file with the private key, not encrypted. Reread when it changes.</summary>
    public string? KeyPath { get; set; }

    /// <summary>Whether there is a certificate.</summary>
    public bool IsSet => !string.IsNullOrWhiteSpace(CertificatePath) && !string.IsNullOrWhiteSpace(KeyPath);
}
