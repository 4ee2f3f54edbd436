using System.Globalization;
using WebhookReceiver.Certificates;

namespace WebhookReceiver.Operators;

/// <summary>How long the server's own certificate is valid.</summary>
internal sealed class CertificateExamination(ServerTls tls, TimeProvider clock) : IExamination
{
    private const string Name = "Certificate";
    private const int Soon = 14;

    public IAsyncEnumerable<DoctorCheck> ExamineAsync(CancellationToken cancellationToken) => Enumerable.Repeat(Check(), 1).ToAsync(cancellationToken);

    private DoctorCheck Check()
    {
        if (tls.Certificate is not { } certificate)
        {
            return DoctorCheck.NotChecked(Name, "This service has none of its own; a proxy in front ends TLS, or the server's own section has one.", "Check the certificate of the public address where TLS ends.");
        }

        var ends = new DateTimeOffset(certificate.Current.Certificate.NotAfter.ToUniversalTime(), TimeSpan.Zero);
        var days = (ends - clock.GetUtcNow()).TotalDays;
        var evidence = string.Create(CultureInfo.InvariantCulture, $"{certificate.Path} is valid until {ends:u}, for {Math.Floor(days):0} days more.");

        return days switch
        {
            <= 0 => DoctorCheck.Failed(Name, evidence, "Renew it: senders refuse to connect."),
            < Soon => DoctorCheck.Warning(Name, evidence, "Renew it; the new files are read when they change."),
            _ => DoctorCheck.Ok(Name, evidence),
        };
    }
}
