using System.Runtime.CompilerServices;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WebhookReceiver.Operators;

/// <summary>What the health checks say, those of the application included.</summary>
internal sealed class HealthExamination(HealthCheckService health) : IExamination
{
    public async IAsyncEnumerable<DoctorCheck> ExamineAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (name, entry) in (await health.CheckHealthAsync(cancellationToken)).Entries)
        {
            var evidence = string.Join("; ", OverviewReader.ReasonsOf(entry));

            yield return entry.Status switch
            {
                HealthStatus.Healthy => DoctorCheck.Ok($"Health: {name}", entry.Description ?? "healthy"),
                HealthStatus.Degraded => DoctorCheck.Warning($"Health: {name}", evidence, "Deliveries are still accepted. The log has the details."),
                _ => DoctorCheck.Failed($"Health: {name}", evidence, "Deliveries are answered with 503, and Meta repeats them for days. The log has the details."),
            };
        }
    }
}
