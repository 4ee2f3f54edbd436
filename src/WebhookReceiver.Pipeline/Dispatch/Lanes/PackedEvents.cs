using System.Runtime.InteropServices;

namespace WebhookReceiver.Dispatch;

/// <summary>A row of events that are kept by their places in the inbox alone: the number of its last node in <see cref="PackedEventPool"/>; 0 is none.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PackedEvents(int Last)
{
    public bool IsEmpty => Last is 0;
}
