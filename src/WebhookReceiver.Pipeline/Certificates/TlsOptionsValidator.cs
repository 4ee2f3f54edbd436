using Microsoft.Extensions.Options;

namespace WebhookReceiver.Certificates;

/// <summary>Refuses a certificate that the server could not use. One that has expired can be used, and is only warned of: a renewal repairs it while the service runs.</summary>
internal sealed class TlsOptionsValidator : IValidateOptions<TlsOptions>
{
    public ValidateOptionsResult Validate(string? name, TlsOptions options)
    {
        if (options is { CertificatePath: null, KeyPath: null })
        {
            return ValidateOptionsResult.Success;
        }

        if (string.IsNullOrWhiteSpace(options.CertificatePath))
        {
            return ValidateOptionsResult.Fail($"{TlsOptions.CertificateKey} is missing; set it to the PEM file with the certificate for {TlsOptions.KeyKey}.");
        }

        if (string.IsNullOrWhiteSpace(options.KeyPath))
        {
            return ValidateOptionsResult.Fail($"{TlsOptions.KeyKey} is missing; set it to the PEM file with the private key for {TlsOptions.CertificateKey}.");
        }

        return TlsCertificate.TryRead(options.CertificatePath, options.KeyPath, out _, out var problem) ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problem);
    }
}
