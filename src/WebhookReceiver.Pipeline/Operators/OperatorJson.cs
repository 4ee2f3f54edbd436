using System.Text.Json;
using System.Text.Json.Serialization;

namespace WebhookReceiver.Operators;

/// <summary>Serializes the answers of <c>/api</c> as JSON without anything that a browser could take for HTML.</summary>
[JsonSerializable(typeof(DeadLetterPage))]
[JsonSerializable(typeof(DeadLetterDetails))]
[JsonSerializable(typeof(DeadLetterSummary))]
[JsonSerializable(typeof(DeadLetterGroups))]
[JsonSerializable(typeof(JobReport))]
[JsonSerializable(typeof(JobList))]
[JsonSerializable(typeof(DryRunReport))]
[JsonSerializable(typeof(AuditPage))]
[JsonSerializable(typeof(HandlerList))]
[JsonSerializable(typeof(HandlerReport))]
[JsonSerializable(typeof(InboxStatus))]
[JsonSerializable(typeof(InboxVerification))]
[JsonSerializable(typeof(ExportedDelivery))]
[JsonSerializable(typeof(ErasureRequest))]
[JsonSerializable(typeof(ErasureReport))]
[JsonSerializable(typeof(EventPage))]
[JsonSerializable(typeof(EventDetails))]
[JsonSerializable(typeof(IReadOnlyList<EventDetails>))]
[JsonSerializable(typeof(EventContent))]
[JsonSerializable(typeof(DeliveryPage))]
[JsonSerializable(typeof(DeliveryDetails))]
[JsonSerializable(typeof(SessionRequest))]
[JsonSerializable(typeof(SessionAccess))]
[JsonSerializable(typeof(ReceiverOverview))]
[JsonSerializable(typeof(LiveEvent))]
[JsonSerializable(typeof(SettingsList))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(DoctorCheck))]
public sealed partial class OperatorJson : JsonSerializerContext
{
    /// <summary>The same, indented for people.</summary>
    public static OperatorJson Indented { get; } = new(new JsonSerializerOptions { WriteIndented = true });
}
