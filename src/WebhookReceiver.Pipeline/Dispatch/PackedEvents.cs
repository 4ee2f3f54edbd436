using System.Runtime.InteropServices;

namespace WebhookReceiver.Dispatch;

/// <summary>A row of events that are kept by their places in the inbox alone: the numbers of its first and last node in <see cref="PackedEventPool"/>; 0 is none.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PackedEvents(int First, int Last)
{
    public bool IsEmpty => First is 0;
}
