using System.Runtime.InteropServices;

namespace WebhookReceiver.Deliveries;

/// <summary>
/// Where a store keeps a delivery: two numbers that only that store interprets. Everyone else stores them, compares them and hands them back.
/// </summary>
/// <param name="Sequence">Its sequence number among accepted deliveries; never 0, and never reused.</param>
/// <param name="Offset">Whatever else the store needs to find it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DeliveryPosition(long Sequence, long Offset)
{
    /// <summary>The position of a delivery that its store does not keep after it has been taken.</summary>
    public static readonly DeliveryPosition None;
}
