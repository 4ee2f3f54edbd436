using System.Runtime.InteropServices;

namespace WebhookReceiver.Dispatch;

/// <summary>Refers to a lane that waits: the lane itself, or its number if it is packed.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LaneTicket(Lane? Lane, ulong Packed);
