using WebhookReceiver.Inbox;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Dispatch;

/// <summary>The handling of one event, from its first turn until it is settled. In the hands of one thread at a time.</summary>
internal sealed class EventTurn(WaitingEvent waiting)
{
    /// <summary>The lane at whose head it stands. Set when its turn comes.</summary>
    public Lane Lane { get; set; } = null!;

    public WaitingEvent Waiting => waiting;

    public EventId Id { get; set; }

    /// <summary>The event. Null between two attempts, when it was let go to save memory.</summary>
    public WhatsAppEvent? Message { get; set; }

    public Delivery? Delivery { get; set; }

    /// <summary>The dead letter from which it comes, when it is replayed.</summary>
    public DeadLetter? Letter { get; init; }

    /// <summary>Whether it is replayed to one handler, and is no event of its own.</summary>
    public bool IsForOneHandler => Letter?.Handler is not null;

    /// <summary>Whether its id is kept among those in work.</summary>
    public bool HasBegun { get; set; }

    /// <summary>Whether it was found out what is known of it from an earlier life.</summary>
    public bool IsKnown { get; set; }

    /// <summary>How often a handling was begun, this one included.</summary>
    public int Attempt { get; set; }

    public bool IsStale { get; set; }

    /// <summary>Whether the event log has to get its line before a handler sees it.</summary>
    public bool NeedsLine { get; set; }

    /// <summary>How far its handlers have come; null while none has failed.</summary>
    public EventAttempts? Attempts { get; set; }

    /// <summary>Lets the event go until its next attempt.</summary>
    public void LetGo()
    {
        Message = null;
        Delivery = null;
    }
}
