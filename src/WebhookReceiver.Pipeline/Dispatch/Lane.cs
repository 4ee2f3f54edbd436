namespace WebhookReceiver.Dispatch;

/// <summary>The events of one conversation that wait, and the one in work, which stands at the head. Guarded by <see cref="Lanes"/>.</summary>
internal sealed class Lane(LaneKey key)
{
    private WaitingEvent? last;

    public LaneKey Key => key;

    public WaitingEvent? Head { get; private set; }

    public void Append(WaitingEvent waiting)
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
    }

    public void RemoveHead()
    {
        Head = Head!.Next;

        if (Head is null)
        {
            last = null;
        }
    }
}
