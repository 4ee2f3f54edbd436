namespace WebhookReceiver.Deliveries;

/// <summary>
/// A store that several processes share divides the conversations into slots, and each slot has one owner. The slot of a conversation is stored, so it must never change.
/// </summary>
internal static class Slots
{
    public const int Count = 256;

    public static byte Of(LaneKey key) => (byte)key.Number;
}
