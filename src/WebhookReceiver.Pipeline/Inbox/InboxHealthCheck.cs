using Microsoft.Extensions.Diagnostics.HealthChecks;
using WebhookReceiver.Channels;

namespace WebhookReceiver.Inbox;

/// <summary>Healthy when the door would answer 200 to a delivery now. A backlog is reported, and does not make it unhealthy.</summary>
internal sealed class InboxHealthCheck(IInbox inbox, DeliveryChannel channel) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["waiting_deliveries"] = channel.Count,
        };

        inbox.Describe(data);

        if (inbox.WhyNot is not { } reason)
        {
            return Task.FromResult(HealthCheckResult.Healthy("accepting deliveries", data));
        }

        data["reason"] = reason;
        return Task.FromResult(new HealthCheckResult(context.Registration.FailureStatus, "not accepting deliveries", data: data));
    }
}
