using System.Runtime.InteropServices;

namespace WebhookReceiver.Dispatch;

/// <summary>What entitles an event to be begun.</summary>
/// <param name="Bulkhead">Whose.</param>
/// <param name="HasPlace">Whether a place is kept for it; else it may be begun, and waits for one.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Admission(Bulkhead Bulkhead, bool HasPlace);
