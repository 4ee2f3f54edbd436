using System.Runtime.InteropServices;

namespace WebhookReceiver.Deliveries;

/// <summary>Where an inbox has a delivery.</summary>
/// <param name="Sequence">Its number in the order of acceptance. Never used twice.</param>
/// <param name="Offset">Where it stands in what the inbox writes; 0 in an inbox that writes nothing.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DeliveryPosition(long Sequence, long Offset);
