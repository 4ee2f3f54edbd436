using System.Runtime.InteropServices;

namespace WebhookReceiver.Scheduling;

/// <summary>What a loop with a thread of its own waits for between two passes.</summary>
/// <param name="Wake">Ends the wait when it is set.</param>
/// <param name="Time">How long the wait lasts at most.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LoopWait(LoopWake Wake, TimeSpan Time)
{
    public LoopWait(LoopWake wake)
        : this(wake, Timeout.InfiniteTimeSpan)
    {
    }
}
