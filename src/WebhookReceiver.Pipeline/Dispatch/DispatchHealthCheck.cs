using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WebhookReceiver.Dispatch;

/// <summary>Reports degraded while something between the disk and the handlers is stuck. The door still accepts deliveries, so readiness stays 200.</summary>
internal sealed class DispatchHealthCheck(DispatchWatch watch) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object>(StringComparer.Ordinal);
        var reasons = watch.Describe(data);
        data["reasons"] = reasons;

        return Task.FromResult(reasons.Count is 0
            ? HealthCheckResult.Healthy("handling events", data)
            : HealthCheckResult.Degraded("handling of events is degraded", data: data));
    }
}
