namespace WebhookReceiver.Dispatch;

/// <summary>Where a call stands. It ends once: whoever ends it goes on with the event, and everyone else comes too late.</summary>
internal sealed class CallState
{
    private const int Ended = 0;
    private const int Running = 1;
    private const int Overdue = 2;
    private const int CutShort = 3;
    private const int Abandoned = 4;

    private int state;

    /// <summary>How it ended. Set when it has ended or was left behind.</summary>
    public CallEnd End { get; private set; }

    public bool IsLeftBehind => Volatile.Read(ref state) is Abandoned;

    public void Begin() => Volatile.Write(ref state, Running);

    /// <summary>For a call that is not made at all.</summary>
    public void Refuse() => End = CallEnd.NotMade;

    /// <returns>False when it was left behind: then the event is no longer in the hands of the caller.</returns>
    public bool TryEnd()
    {
        while (true)
        {
            var seen = Volatile.Read(ref state);

            if (seen is Abandoned)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref state, Ended, seen) == seen)
            {
                End = EndOf(seen);
                return true;
            }
        }
    }

    /// <summary>Its time is over, or the service stops.</summary>
    /// <returns>False when it has ended, or that was said before.</returns>
    public bool TryCutShort(bool isStopping) => Interlocked.CompareExchange(ref state, isStopping ? CutShort : Overdue, Running) is Running;

    /// <returns>False when it has ended.</returns>
    public bool TryAbandon()
    {
        var seen = Volatile.Read(ref state);

        if (seen is not (Overdue or CutShort) || Interlocked.CompareExchange(ref state, Abandoned, seen) != seen)
        {
            return false;
        }

        End = EndOf(seen);
        return true;
    }

    private static CallEnd EndOf(int seen) => seen switch
    {
        Overdue => CallEnd.Overdue,
        CutShort => CallEnd.CutShort,
        _ => CallEnd.InTime,
    };
}
