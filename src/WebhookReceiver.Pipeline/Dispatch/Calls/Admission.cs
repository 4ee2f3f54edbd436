using System.Runtime.InteropServices;

namespace WebhookReceiver.Dispatch;

/// <summary>The permission to begin an event.</summary>
/// <param name="Bulkhead">The bulkhead that gave it.</param>
/// <param name="HasPlace">Whether a place is reserved. Otherwise the event may be begun ahead, and waits for one.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Admission(Bulkhead Bulkhead, bool HasPlace);
