using System.Runtime.InteropServices;

namespace WebhookReceiver.Inbox;

/// <summary>How many dead letters there are.</summary>
/// <param name="All">All of them.</param>
/// <param name="Replaying">Those that are to be given to their handlers again.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DeadLetterCounts(int All, int Replaying);

/// <summary>Whether a dead letter that there is waits for the end of a replay.</summary>
internal enum DeadLetterState
{
    Idle,

    Replaying,
}
