namespace WebhookReceiver.Dispatch;

/// <summary>The state of a call. It ends once: the thread that ends it continues the event, and every later attempt to end it fails.</summary>
internal sealed class CallState
{
    private const int Ended = 0;
    private const int Running = 1;
    private const int Overdue = 2;
    private const int CutShort = 3;
    private const int Abandoned = 4;

    private int state;

    /// <summary>How it ended. Set once it has ended or was left behind.</summary>
    public CallEnd End { get; private set; }

    public bool IsLeftBehind => Volatile.Read(ref state) is Abandoned;

    public void Begin() => Volatile.Write(ref state, Running);

    /// <summary>For a call that is not made at all.</summary>
    public void Refuse() => End = CallEnd.NotMade;

    /// <returns>False when it was left behind: the caller must no longer touch the event.</returns>
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

    /// <summary>Marks the call as overdue, or as cut short by a stop.</summary>
    /// <returns>False when it has ended or was marked before.</returns>
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
