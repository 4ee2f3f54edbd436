using WebhookReceiver.Deliveries;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// A place in a lane. Without its message it is cold: what is left is where the inbox has it, and it is read again when its turn comes.
/// </summary>
/// <param name="tally">The delivery in which it came; null for one that comes from a dead letter.</param>
/// <param name="ordinal">Which of the delivery's events it is.</param>
internal sealed class WaitingEvent(DeliveryTally? tally, int ordinal)
{
    private bool isCounted;

    public DeliveryTally? Tally => tally;

    public int Ordinal => ordinal;

    public WhatsAppEvent? Message { get; private set; }

    /// <summary>Whether its id is kept among those in progress.</summary>
    public bool HasBegun { get; set; }

    /// <summary>Whether it has waited long enough for its next attempt. What its lane knew of that was lost when it was packed, and the wall clock may have been set back since.</summary>
    public bool IsDue { get; set; }

    /// <summary>What is known of its handling, from its first turn on.</summary>
    public EventTurn? Turn { get; set; }

    /// <summary>The one behind it in the lane.</summary>
    public WaitingEvent? Next { get; set; }

    /// <summary>Keeps the event in memory, and its delivery with it.</summary>
    public void Heat(Delivery delivery, WhatsAppEvent message)
    {
        tally!.Heat(delivery);
        Message = message;
    }

    /// <summary>Lets the event go from memory, if it is there.</summary>
    public void Cool()
    {
        if (Message is not null)
        {
            Message = null;
            tally?.Cool();
        }
    }

    /// <summary>The event is settled. Counts once, however often an interrupted ending is repeated.</summary>
    public async ValueTask CountDownAsync()
    {
        if (!isCounted && tally is not null)
        {
            await tally.CountDownAsync();
        }

        isCounted = true;
    }
}
