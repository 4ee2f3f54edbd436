using System.Runtime.InteropServices;

namespace WebhookReceiver.Dispatch;

/// <summary>A lane that waits: itself, or its number among the packed ones.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LaneTicket(Lane? Lane, ulong Packed);
