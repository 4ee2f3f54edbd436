using System.Runtime.InteropServices;

namespace WebhookReceiver.Deliveries;

/// <summary>Where a store has a delivery: two numbers that mean something to that store alone. Everyone else keeps them, compares them and gives them back.</summary>
/// <param name="Sequence">Its number among those accepted; never 0, and never used twice.</param>
/// <param name="Offset">What else the store needs to find it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DeliveryPosition(long Sequence, long Offset)
{
    /// <summary>Of a delivery that its store does not keep once it has been taken.</summary>
    public static readonly DeliveryPosition None;
}
