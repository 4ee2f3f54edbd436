using System.Runtime.InteropServices;

namespace WebhookReceiver.Scheduling;

/// <summary>What a loop with its own thread waits for between two passes.</summary>
/// <param name="Wake">Ends the wait when it is set.</param>
/// <param name="Time">The maximum duration of the wait.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LoopWait(LoopWake Wake, TimeSpan Time)
{
    public LoopWait(LoopWake wake)
        : this(wake, Timeout.InfiniteTimeSpan)
    {
    }
}
