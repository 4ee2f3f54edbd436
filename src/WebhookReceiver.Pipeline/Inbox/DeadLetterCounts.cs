using System.Runtime.InteropServices;

namespace WebhookReceiver.Inbox;

/// <summary>How many dead letters there are.</summary>
/// <param name="All">The total.</param>
/// <param name="Replaying">Those with a replay in progress.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DeadLetterCounts(int All, int Replaying);

/// <summary>Whether an existing dead letter has a replay in progress.</summary>
internal enum DeadLetterState
{
    Idle,

    Replaying,
}
