namespace WebhookReceiver.Dispatch;

/// <summary>The events of one conversation that wait, and the one in progress, which stands at the head. Guarded by <see cref="Lanes"/>.</summary>
internal sealed class Lane
{
    private EventTurn? last;

    /// <summary>Null in a lane that was packed, until its first event has been read again.</summary>
    public LaneKey? Key { get; set; }

    /// <summary>The number by which it is known while it has no key.</summary>
    public ulong Number { get; init; }

    public EventTurn? Head { get; private set; }

    /// <summary>How many events are in memory.</summary>
    public int Length { get; private set; }

    /// <summary>The events behind those in memory, by their places alone.</summary>
    public PackedEvents Rest { get; set; }

    /// <summary>How many of the events come from dead letters: they stand nowhere else, so they cannot be packed.</summary>
    public int Replays { get; private set; }

    /// <summary>What entitles the head to be begun, when it had to wait for that. Used by the loop that gives events their turn.</summary>
    public Admission? Admission { get; set; }

    /// <summary>The large delivery of whose rest the head is, where it takes one of the turns of that.</summary>
    public DeliveryRest? Portion { get; set; }

    /// <summary>Which event the head is in it.</summary>
    public int PortionOrdinal { get; set; }

    /// <summary>How often in a row its head could not be looked at.</summary>
    public int Failures { get; set; }

    /// <summary>The next in the queue of those that are ready.</summary>
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

        // Whoever still has it would keep all that came behind it.
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
