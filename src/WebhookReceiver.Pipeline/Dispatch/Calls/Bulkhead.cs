using System.Diagnostics.CodeAnalysis;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// The places for the calls of one handler, <c>Dispatch:Concurrency</c> of them. An event without a place waits in its lane without being begun, so that a crash does
/// not repeat it. A few events are begun ahead, so that many quick events are begun in one batch. Thread-safe.
/// </summary>
internal sealed class Bulkhead(int limit, BegunAllowance allowance, Lanes lanes, RunQueue runnable)
{
    /// <summary>How many calls that were left behind free their place. Each may block a thread, so beyond this number they keep their places.</summary>
    private const int MostLeftBehind = 64;

    private readonly Lock gate = new();
    private readonly Queue<EventRun> begun = new();
    private readonly Queue<Lane> waiting = new();

    // Kept separately, because a million of them may wait: 8 bytes each.
    private readonly Queue<ulong> packed = new();
    private bool isPackedNext;
    private int taken;
    private int promised;
    private int leftBehind;
    private volatile bool isPaused;

    /// <summary>Whether no call may begin. Whatever waits for a place keeps waiting, as if all were taken.</summary>
    public bool IsPaused => isPaused;

    /// <summary>How many places are taken.</summary>
    public int Taken => Read(static bulkhead => bulkhead.taken);

    /// <summary>How many lanes wait for a place.</summary>
    public int Waiting => Read(static bulkhead => bulkhead.Waits);

    /// <summary>How many calls were left behind and have not ended.</summary>
    public int LeftBehind => Read(static bulkhead => bulkhead.leftBehind);

    /// <summary>Whether every place is kept by a call that was left behind.</summary>
    public bool IsExhausted => Read(static bulkhead => bulkhead.leftBehind - MostLeftBehind >= bulkhead.Limit);

    private int Limit => limit;

    /// <summary>Places taken, events begun ahead and promised, lanes that wait.</summary>
    public override string ToString() => Read(static bulkhead => $"{bulkhead.taken} of {bulkhead.Limit} taken, {bulkhead.begun.Count} begun, {bulkhead.promised} promised, {bulkhead.Waits} wait");

    private int Waits => waiting.Count + packed.Count;

    /// <summary>Admits the event at the head of a lane.</summary>
    /// <returns>Null when it has to wait; the lane is then woken once it has been admitted.</returns>
    public Admission? Admit(Lane lane)
    {
        lock (gate)
        {
            if (Waits is 0 && TryTake() is { } admission)
            {
                return admission;
            }

            waiting.EnsureCapacity(waiting.Count + 1);
            packed.EnsureCapacity(packed.Count + 1);
            Enqueue(lanes.Shelve(lane, isForLong: isPaused));
            return null;
        }
    }

    /// <summary>Admits an event if that is possible now, without queuing its lane.</summary>
    public Admission? TryAdmit()
    {
        lock (gate)
        {
            return Waits is 0 ? TryTake() : null;
        }
    }

    /// <summary>Takes a place for an event that is in progress.</summary>
    public bool TryEnter()
    {
        lock (gate)
        {
            if (isPaused || Waits > 0 || taken >= limit)
            {
                return false;
            }

            taken++;
            return true;
        }
    }

    /// <summary>Takes a place for an event that was begun ahead, or queues it for one.</summary>
    /// <returns>True when it has a place now.</returns>
    public bool TryStart(EventRun run)
    {
        lock (gate)
        {
            promised--;

            if (taken < limit && !isPaused)
            {
                taken++;
                allowance.Return();
                return true;
            }

            begun.Enqueue(run);
            return false;
        }
    }

    /// <summary>Returns an unused admission.</summary>
    public void GiveBack(Admission admission)
    {
        if (admission.HasPlace)
        {
            Leave();
            return;
        }

        lock (gate)
        {
            promised--;
        }

        allowance.Return();
        WakeWaiting();
    }

    /// <summary>Frees a place, which goes to the next event that waits.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "Runs are disposed of together, at the end.")]
    public void Leave()
    {
        EventRun? next = null;

        lock (gate)
        {
            if (!isPaused && begun.TryDequeue(out next))
            {
                allowance.Return();
            }
            else
            {
                taken--;
            }
        }

        if (next is not null)
        {
            runnable.Add(next);
        }

        WakeWaiting();
    }

    /// <summary>Counts a call that was left behind; its event continues without it.</summary>
    /// <returns>Whether its place is freed. Otherwise the call keeps it until it ends.</returns>
    public bool TryLeaveBehind()
    {
        lock (gate)
        {
            return ++leftBehind <= MostLeftBehind;
        }
    }

    /// <summary>A call that was left behind has ended.</summary>
    /// <param name="hadPlace">Whether it kept its place.</param>
    public void CameBack(bool hadPlace)
    {
        lock (gate)
        {
            leftBehind--;
        }

        if (hadPlace)
        {
            Leave();
        }
    }

    /// <summary>Lets no call begin from now on. Those in progress are not affected.</summary>
    /// <returns>The events that were begun ahead, which have to wait in their lanes.</returns>
    public List<EventRun> Pause()
    {
        lock (gate)
        {
            isPaused = true;

            // Large deliveries wait for their lanes only as long as a place is a matter of seconds.
            lanes.LeavePortions(waiting);
        }

        return TakeBegun();
    }

    /// <summary>Lets calls begin again.</summary>
    public void Resume()
    {
        List<EventRun> started = [];

        lock (gate)
        {
            isPaused = false;

            for (; taken < limit && begun.TryDequeue(out var next); taken++)
            {
                allowance.Return();
                started.Add(next);
            }
        }

        started.ForEach(runnable.Add);
        WakeWaiting();
    }

    /// <summary>Removes the events that were begun ahead and have no place yet.</summary>
    public List<EventRun> TakeBegun()
    {
        lock (gate)
        {
            List<EventRun> runs = [.. begun];
            begun.Clear();
            runs.ForEach(_ => allowance.Return());
            return runs;
        }
    }

    /// <summary>Admits waiting lanes, as many as there is room for.</summary>
    public void WakeWaiting()
    {
        var isFirst = true;

        while (true)
        {
            LaneTicket ticket;
            Admission? admission;

            lock (gate)
            {
                // Not one at a time: events that are begun together are written together.
                if (Waits is 0 || (isFirst && taken >= limit && begun.Count + promised > allowance.ForOneHandler / 2) || (admission = TryTake()) is null)
                {
                    return;
                }

                isFirst = false;
                ticket = Dequeue();
            }

            try
            {
                if (lanes.TryWake(ticket, admission.Value))
                {
                    continue;
                }
            }
            catch (OutOfMemoryException)
            {
                // It keeps waiting, behind the others, and is woken when the next place is freed, or by the watch.
                PutBack(ticket, admission.Value);
                return;
            }

            GiveBackQuietly(admission.Value);
        }
    }

    private Admission? TryTake()
    {
        if (isPaused)
        {
            return null;
        }

        if (taken < limit)
        {
            taken++;
            return new Admission(this, HasPlace: true);
        }

        if (begun.Count + promised < allowance.ForOneHandler && allowance.TryTake())
        {
            promised++;
            return new Admission(this, HasPlace: false);
        }

        return null;
    }

    private void PutBack(LaneTicket ticket, Admission admission)
    {
        GiveBackQuietly(admission);

        lock (gate)
        {
            Enqueue(ticket);
        }
    }

    private void Enqueue(LaneTicket ticket)
    {
        if (ticket.Lane is { } lane)
        {
            waiting.Enqueue(lane);
        }
        else
        {
            packed.Enqueue(ticket.Packed);
        }
    }

    /// <summary>Alternates between the two queues when lanes wait in both.</summary>
    private LaneTicket Dequeue()
    {
        isPackedNext = packed.Count > 0 && (waiting.Count is 0 || !isPackedNext);
        return isPackedNext ? new LaneTicket(null, packed.Dequeue()) : new LaneTicket(waiting.Dequeue(), 0);
    }

    /// <summary>Returns an admission without waking other lanes; the caller does that.</summary>
    private void GiveBackQuietly(Admission admission)
    {
        lock (gate)
        {
            if (admission.HasPlace)
            {
                taken--;
            }
            else
            {
                promised--;
                allowance.Return();
            }
        }
    }

    private T Read<T>(Func<Bulkhead, T> what)
    {
        lock (gate)
        {
            return what(this);
        }
    }
}
