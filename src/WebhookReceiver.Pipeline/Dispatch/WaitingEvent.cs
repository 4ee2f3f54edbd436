using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// A place in a lane. Without its message it is cold: what is left is where the inbox has it, and it is read again when its turn comes.
/// </summary>
/// <param name="tally">The delivery in which it came; null for one that comes from a dead letter.</param>
/// <param name="ordinal">Which of the delivery's events it is.</param>
internal sealed class WaitingEvent(DeliveryTally? tally, int ordinal)
{
    public DeliveryTally? Tally => tally;

    public int Ordinal => ordinal;

    public WhatsAppEvent? Message { get; set; }

    /// <summary>What is known of its handling, from its first turn on.</summary>
    public EventTurn? Turn { get; set; }

    /// <summary>The one behind it in the lane.</summary>
    public WaitingEvent? Next { get; set; }
}
