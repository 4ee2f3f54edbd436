using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WebhookReceiver.Watchdog;

/// <summary>Shows every alert in the answer of readiness, and never makes it unready: a service that stops receiving because a certificate ends soon would make things worse.</summary>
internal sealed class AlertHealthCheck(AlertBoard board) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var active = board.Active;
        var data = AlertExtensions.All.ToDictionary(
            static alert => alert.Name(),
            alert => active.TryGetValue(alert, out var one) ? new Dictionary<string, object>(StringComparer.Ordinal) { ["since"] = one.Since, ["reason"] = one.Reason } : (object)false,
            StringComparer.Ordinal);

        return Task.FromResult(HealthCheckResult.Healthy(active.Count is 0 ? "no alert" : $"{active.Count} alert(s)", data));
    }
}
