using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Certificates;

/// <summary>Puts renewed certificates and CA files in force while the service runs, and warns once a day of those that end soon.</summary>
internal sealed partial class CertificateWatch(ServerTls tls, ClientCertificateRules rules, TimeProvider clock, ILogger<CertificateWatch> logger) : IHostedService, IDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Notice = TimeSpan.FromDays(30);
    private static readonly TimeSpan BetweenWarnings = TimeSpan.FromDays(1);

    private readonly List<CertificateSource> sources = [.. rules.Authorities.Prepend<CertificateSource?>(tls.Certificate).OfType<CertificateSource>()];
    private PeriodicWork? looking;
    private long warned;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (tls.Certificate is { IsKeyOpenToOthers: true } certificate)
        {
            KeyCanBeRead(logger, TlsOptions.KeyKey, certificate.KeyPath);
        }

        if (sources.Count > 0)
        {
            Warn();
            looking = new PeriodicWork(clock, Interval, Look, exception => LookFailed(logger, exception));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => looking?.Dispose();

    private void Look()
    {
        foreach (var source in sources)
        {
            if (!source.Look(out var problem))
            {
                continue;
            }

            if (problem is null)
            {
                Replaced(logger, source.Key, source.Path);
                Warn(source);
            }
            else
            {
                ChangeRefused(logger, source.Key, problem);
            }
        }

        if (clock.GetElapsedTime(warned) >= BetweenWarnings)
        {
            Warn();
        }
    }

    private void Warn()
    {
        warned = clock.GetTimestamp();
        sources.ForEach(Warn);
    }

    private void Warn(CertificateSource source)
    {
        var now = clock.GetUtcNow();
        var first = source.InForce.MinBy(static certificate => certificate.NotAfter)!;
        var end = new DateTimeOffset(first.NotAfter);

        if (end <= now)
        {
            HasEnded(logger, first.Subject, source.Key, source.Path, end);
        }
        else if (end - now <= Notice)
        {
            EndsSoon(logger, first.Subject, source.Key, source.Path, end);
        }
    }

    [LoggerMessage(1122, LogLevel.Information, "The certificates of {Key} ({Path}) were replaced; new connections use them")]
    private static partial void Replaced(ILogger logger, string key, string path);

    [LoggerMessage(1123, LogLevel.Error, "Changed certificates of {Key} refused; the previous ones stay in force: {Problem}")]
    private static partial void ChangeRefused(ILogger logger, string key, string problem);

    [LoggerMessage(1124, LogLevel.Warning, "The certificate {Subject} in {Key} ({Path}) ends at {End:u}; replace it before, which takes effect without a restart")]
    private static partial void EndsSoon(ILogger logger, string subject, string key, string path, DateTimeOffset end);

    [LoggerMessage(1125, LogLevel.Warning, "The certificate {Subject} in {Key} ({Path}) ended at {End:u}; replace it, which takes effect without a restart")]
    private static partial void HasEnded(ILogger logger, string subject, string key, string path, DateTimeOffset end);

    [LoggerMessage(1127, LogLevel.Warning, "The private key in {Key} ({Path}) can be read by everybody on this machine; revoke that with chmod o-r")]
    private static partial void KeyCanBeRead(ILogger logger, string key, string path);

    [LoggerMessage(1126, LogLevel.Error, "Checking the certificate files failed; the next check follows as scheduled")]
    private static partial void LookFailed(ILogger logger, Exception exception);
}
