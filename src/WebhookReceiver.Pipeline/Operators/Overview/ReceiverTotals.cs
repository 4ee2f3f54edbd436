using System.Runtime.InteropServices;

namespace WebhookReceiver.Operators;

/// <summary>What the receiver has counted since its start, at one moment.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ReceiverTotals(long Accepted, long Refused, long Handled, long Failed, long DeadLettered, long LagMilliseconds = 0, long Lags = 0)
{
    public static ReceiverTotals operator -(ReceiverTotals later, ReceiverTotals earlier) => new(
        later.Accepted - earlier.Accepted,
        later.Refused - earlier.Refused,
        later.Handled - earlier.Handled,
        later.Failed - earlier.Failed,
        later.DeadLettered - earlier.DeadLettered,
        later.LagMilliseconds - earlier.LagMilliseconds,
        later.Lags - earlier.Lags);

    /// <summary>The mean time from the moment that Meta names to the end of handling; null when nothing was handled.</summary>
    public double? MeanLagSeconds => Lags is 0 ? null : LagMilliseconds / 1000.0 / Lags;

    public static ReceiverTotals operator +(ReceiverTotals one, ReceiverTotals other) => one - (default(ReceiverTotals) - other);
}
