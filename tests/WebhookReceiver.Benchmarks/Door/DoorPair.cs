namespace WebhookReceiver.Benchmarks;

/// <summary>Two runs made one after the other, under the same conditions as far as the machine allows.</summary>
/// <param name="Bare">The run of the bare server.</param>
/// <param name="Receiver">The run of the receiver.</param>
/// <param name="ReceiverSent">What the receiver was sent since its start, warm-up included.</param>
internal sealed record DoorPair(WrkRun Bare, WrkRun Receiver, long ReceiverSent)
{
    public double Ratio => Receiver.AnsweredPerSecond / Bare.AnsweredPerSecond;
}
