namespace WebhookReceiver.Deliveries;

/// <summary>
/// The part of a delivery that this process handles, when several processes share a store: each handles the conversations in its own slots. The slots of a delivery were stored
/// with it. If this version finds an event in a slot that the version that stored it did not see, the owner of the first slot handles it, so every event has exactly one owner.
/// </summary>
/// <param name="all">The slots of the delivery.</param>
/// <param name="own">Those of this process.</param>
internal sealed class DeliveryPart(byte[] all, byte[] own)
{
    public byte[] Own => own;

    /// <summary>The slot of an event of the delivery; its owner handles the event.</summary>
    public byte SlotOf(LaneKey key) => SlotOf(Slots.Of(key));

    /// <summary>Whether this process handles the events with that key.</summary>
    public bool Contains(LaneKey key) => own.AsSpan().Contains(SlotOf(key));

    private byte SlotOf(byte slot) => all.AsSpan().Contains(slot) ? slot : all[0];
}
