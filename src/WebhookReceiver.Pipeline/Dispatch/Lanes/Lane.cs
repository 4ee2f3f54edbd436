using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Dispatch;

/// <summary>The events of one conversation: the one in progress at the head, and those that wait. Guarded by <see cref="Lanes"/>.</summary>
internal sealed class Lane
{
    private EventTurn? last;

    /// <summary>Null in a lane that was packed, until its first event has been read again.</summary>
    public LaneKey? Key { get; set; }

    /// <summary>The number that identifies it while it has no key.</summary>
    public ulong Number { get; init; }

    public EventTurn? Head { get; private set; }

    /// <summary>How many events are in memory.</summary>
    public int Length { get; private set; }

    /// <summary>The events behind those in memory, by position only.</summary>
    public PackedEvents Rest { get; set; }

    /// <summary>How many of the events are replays of dead letters: they have no position in the inbox, so they cannot be packed.</summary>
    public int Replays { get; private set; }

    /// <summary>The permission to begin the head, if it had to wait for that. Used by the turn loop.</summary>
    public Admission? Admission { get; set; }

    /// <summary>The rest of the large delivery to which the head belongs, while it uses one of the turns of that rest.</summary>
    public DeliveryRest? Portion { get; set; }

    /// <summary>The index of the head in that delivery.</summary>
    public int PortionOrdinal { get; set; }

    /// <summary>How often in a row its head could not be prepared.</summary>
    public int Failures { get; set; }

    /// <summary>The next lane in the ready queue.</summary>
    public Lane? NextReady { get; set; }

    /// <summary>Since when it has been ready, as a timestamp.</summary>
    public long ReadySince { get; set; }

    public void Append(EventTurn waiting)
    {
        if (Head is null)
        {
            Head = waiting;
        }
        else
        {
            last!.Next = waiting;
        }

        last = waiting;
        Length++;
        Replays += waiting.DeliveryProgress is null ? 1 : 0;
    }

    public EventTurn RemoveHead()
    {
        var head = Head!;
        Head = head.Next;

        // A reference to the removed event must not keep all events behind it alive.
        head.Next = null;
        Length--;
        Replays -= head.DeliveryProgress is null ? 1 : 0;

        if (Head is null)
        {
            last = null;
        }

        return head;
    }
}
