using System.Runtime.InteropServices;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>The part of a segment that may be read.</summary>
/// <param name="First">The number of its first delivery; 0 while it has none.</param>
/// <param name="Last">The number of its last durable delivery.</param>
/// <param name="End">Where the last durable delivery ends.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ReadableExtent(long First, long Last, long End);
