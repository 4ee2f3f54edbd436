using System.Runtime.InteropServices;

namespace WebhookReceiver.Dispatch;

/// <summary>A row of events that are kept only by their positions in the inbox: the number of its last node in <see cref="PackedEventPool"/>, 0 for an empty row.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PackedEvents(int Last)
{
    public bool IsEmpty => Last is 0;
}
