namespace WebhookReceiver.Benchmarks;

/// <summary>What an attack is made on, and what it needs to know for that.</summary>
/// <param name="Receiver">Under genuine traffic already.</param>
/// <param name="PublicPort">What the world reaches: the receiver's own, or that of a proxy in front of it.</param>
/// <param name="Connections">How many the attackers have.</param>
/// <param name="MegabytesPerSecond">What the attackers send together, where they send as much as they can.</param>
/// <param name="SegmentBytes">The largest TCP segment that the attackers take, where it is to be smaller than that of the loopback address.</param>
/// <param name="Payloads">The sender's, for attacks by somebody who has the secret.</param>
/// <param name="Directory">Where the receiver was started.</param>
internal sealed record AttackTarget(
    RunningServer Receiver, int PublicPort, int Connections, int MegabytesPerSecond, int? SegmentBytes, SignedPayloads Payloads, string Directory)
{
    public int OperationsPort => Receiver.Ready.Port;

    /// <summary>Bytes per second that the attackers have together.</summary>
    public Pace Bandwidth() => new(MegabytesPerSecond * 1e6);
}
