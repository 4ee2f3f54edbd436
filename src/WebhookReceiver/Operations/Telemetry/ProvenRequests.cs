using System.Diagnostics;
using OpenTelemetry;

namespace WebhookReceiver.Operations.Telemetry;

/// <summary>
/// Exports only those spans of requests that the door has described, which are notifications with a valid proof. Otherwise anybody on the internet could fill the tracing backend, and probes and scrapes would. What is
/// refused is counted and logged.
/// </summary>
internal sealed class ProvenRequests : BaseProcessor<Activity>
{
    public const string Source = "Microsoft.AspNetCore";

    private const string DeliveryTag = "whatsapp.delivery.id";

    public override void OnEnd(Activity data)
    {
        if (data.Source.Name is Source && data.GetTagItem(DeliveryTag) is null)
        {
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }
}
