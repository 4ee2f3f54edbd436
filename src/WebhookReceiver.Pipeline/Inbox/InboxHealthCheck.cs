using Microsoft.Extensions.Diagnostics.HealthChecks;
using WebhookReceiver.Channels;

namespace WebhookReceiver.Inbox;

/// <summary>Healthy when the door would answer 200 to a delivery now. A backlog is told, and does not make it unhealthy.</summary>
internal sealed class InboxHealthCheck(IInbox inbox, DeliveryChannel channel) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["waiting_deliveries"] = channel.Count,
            ["waiting_bytes"] = channel.Bytes,
        };

        return Task.FromResult(inbox.IsAccepting
            ? HealthCheckResult.Healthy("accepting deliveries", data)
            : new HealthCheckResult(context.Registration.FailureStatus, "not accepting deliveries", data: data));
    }
}
