using Microsoft.Extensions.Diagnostics.HealthChecks;
using WebhookReceiver.Channels;
using WebhookReceiver.Dispatch;

namespace WebhookReceiver.Inbox;

/// <summary>Healthy when the door would answer 200 to a delivery now. A backlog is told, and does not make it unhealthy.</summary>
internal sealed class InboxHealthCheck(IInbox inbox, DeliveryChannel channel, WorkerHealth worker) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["waiting_deliveries"] = channel.Count,
        };

        inbox.Describe(data);

        if (!worker.IsHealthy)
        {
            return Task.FromResult(new HealthCheckResult(context.Registration.FailureStatus, "deliveries are not being handled", data: data));
        }

        return Task.FromResult(inbox.IsAccepting
            ? HealthCheckResult.Healthy("accepting deliveries", data)
            : new HealthCheckResult(context.Registration.FailureStatus, "not accepting deliveries", data: data));
    }
}
