using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Files;
using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Certificates;

/// <summary>Puts renewed certificates and CA files in force while the service runs, and warns once a day of those that end soon.</summary>
internal sealed partial class CertificateWatch(ServerTls tls, ClientCertificateRules rules, FileWatch files, TimeProvider clock, ILogger<CertificateWatch> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan Notice = TimeSpan.FromDays(30);
    private static readonly TimeSpan BetweenWarnings = TimeSpan.FromDays(1);

    private readonly List<CertificateSource> sources = [.. rules.Authorities.Prepend<CertificateSource?>(tls.Certificate).OfType<CertificateSource>()];
    private PeriodicWork? warning;

    /// <summary>When the first of the certificates in force ends, and the setting that names its file; null when the settings name none.</summary>
    public (string Key, DateTimeOffset At)? FirstEnd => sources.Count is 0
        ? null
        : sources.SelectMany(static source => source.InForce.Select(certificate => (source.Key, At: new DateTimeOffset(certificate.NotAfter)))).MinBy(static end => end.At);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (tls.Certificate is { IsKeyOpenToOthers: true } certificate)
        {
            KeyCanBeRead(logger, TlsOptions.KeyKey, certificate.KeyPath);
        }

        foreach (var source in sources)
        {
            files.Watch(() => source.Paths, () => Replace(source));

            // They were read before they were watched; a change in between would go unnoticed.
            if (!source.TryLoad(out var problem))
            {
                ChangeRefused(logger, source.Key, problem);
            }

            Warn(source);
        }

        if (sources.Count > 0)
        {
            warning = new PeriodicWork(clock, BetweenWarnings, () => sources.ForEach(Warn), exception => CheckFailed(logger, exception));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => warning?.Dispose();

    private void Replace(CertificateSource source)
    {
        if (source.TryLoad(out var problem))
        {
            Replaced(logger, source.Key, source.Path);
            Warn(source);
        }
        else
        {
            ChangeRefused(logger, source.Key, problem);
        }
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

    [LoggerMessage(1126, LogLevel.Error, "Checking when certificates end failed; the next check follows as scheduled")]
    private static partial void CheckFailed(ILogger logger, Exception exception);

    [LoggerMessage(1127, LogLevel.Warning, "The private key in {Key} ({Path}) can be read by everybody on this machine; revoke that with chmod o-r")]
    private static partial void KeyCanBeRead(ILogger logger, string key, string path);
}
