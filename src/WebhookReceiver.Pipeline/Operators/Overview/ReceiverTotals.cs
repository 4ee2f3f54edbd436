using System.Runtime.InteropServices;

namespace WebhookReceiver.Operators;

/// <summary>What the receiver has counted since its start, at one moment.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ReceiverTotals(long Accepted, long Refused, long Handled, long Failed, long DeadLettered)
{
    public static ReceiverTotals operator -(ReceiverTotals later, ReceiverTotals earlier) => new(
        later.Accepted - earlier.Accepted,
        later.Refused - earlier.Refused,
        later.Handled - earlier.Handled,
        later.Failed - earlier.Failed,
        later.DeadLettered - earlier.DeadLettered);

    public static ReceiverTotals operator +(ReceiverTotals one, ReceiverTotals other) => one - (default(ReceiverTotals) - other);
}
