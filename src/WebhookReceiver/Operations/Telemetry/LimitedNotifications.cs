namespace WebhookReceiver.Operations.Telemetry;

/// <summary>As many notifications as the sampler has left, which other traces share.</summary>
internal sealed class LimitedNotifications(RateLimitingSampler rate) : NotificationTracing
{
    public override bool TryChoose() => rate.TryTake();
}
