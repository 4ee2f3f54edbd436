using WebhookReceiver.Inbox;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// A lane for each conversation that has something to do, and none for the others. A lane is ready, in work, or parked until the next attempt of its head; only
/// its head is ever in work, which keeps the order. From any thread.
/// </summary>
internal sealed class Lanes : IDisposable
{
    private readonly Lock gate = new();
    private readonly LaneLimits limits;
    private readonly Dictionary<LaneKey, Lane> lanes = [];
    private readonly Queue<Lane> ready = new();
    private readonly HashSet<EventId> inWork = [];
    private readonly ParkedLanes parked;
    private int waiting;

    public Lanes(LaneLimits limits, TimeProvider clock)
    {
        this.limits = limits;
        Hot = new HotEvents(limits);
        parked = new ParkedLanes(clock, WakeDue);
    }

    /// <summary>What of it is in memory.</summary>
    public HotEvents Hot { get; }

    /// <summary>Fires when a lane became ready, was parked or came to its end.</summary>
    public Signal Changed { get; } = new();

    /// <summary>How many conversations have something waiting or in work.</summary>
    public int Count => Read(static lanes => lanes.lanes.Count);

    /// <summary>How many events wait or are in work.</summary>
    public int Waiting => Read(static lanes => lanes.waiting);

    public int Ready => Read(static lanes => lanes.ready.Count);

    public int Parked => Read(static lanes => lanes.parked.Count);

    /// <summary>Whether nothing is left that could be done now; what is parked does not count.</summary>
    public bool IsIdle => Read(static lanes => lanes.lanes.Count == lanes.parked.Count);

    public bool HasRoom => Read(static lanes => lanes.lanes.Count < lanes.limits.Lanes && lanes.waiting < lanes.limits.Waiting);

    public void Add(LaneKey key, WaitingEvent added)
    {
        lock (gate)
        {
            waiting++;

            if (lanes.TryGetValue(key, out var lane))
            {
                lane.Append(added);
                return;
            }

            lane = new Lane(key);
            lane.Append(added);
            lanes.Add(key, lane);
            ready.Enqueue(lane);
        }

        Changed.Set();
    }

    /// <summary>Takes the lanes that have been ready for longest.</summary>
    public void TakeReady(List<Lane> taken, int atMost)
    {
        lock (gate)
        {
            while (taken.Count < atMost && ready.TryDequeue(out var lane))
            {
                taken.Add(lane);
            }
        }
    }

    /// <returns>False when the same event is in work or parked already: it stands in another lane.</returns>
    public bool TryBegin(EventId id)
    {
        lock (gate)
        {
            return inWork.Add(id);
        }
    }

    /// <summary>The head is through: the next has its turn, and an empty lane leaves nothing behind.</summary>
    public void Done(Lane lane)
    {
        lock (gate)
        {
            if (lane.Head!.Turn is { HasBegun: true } turn)
            {
                inWork.Remove(turn.Id);
            }

            waiting--;
            lane.RemoveHead();

            if (lane.Head is null)
            {
                lanes.Remove(lane.Key);
            }
            else
            {
                ready.Enqueue(lane);
            }
        }

        Changed.Set();
        Hot.Freed.Set();
    }

    /// <summary>The head is to have its turn again at once.</summary>
    public void MakeReady(Lane lane)
    {
        lock (gate)
        {
            ready.Enqueue(lane);
        }

        Changed.Set();
    }

    /// <summary>The head is to have its turn again later, and the lane waits with it.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="due">When, as a timestamp of the clock.</param>
    public void Park(Lane lane, long due)
    {
        lock (gate)
        {
            parked.Add(lane, due);
        }

        Changed.Set();
    }

    public void Dispose() => parked.Dispose();

    private void WakeDue()
    {
        lock (gate)
        {
            while (parked.TryTakeDue() is { } lane)
            {
                ready.Enqueue(lane);
            }
        }

        Changed.Set();
    }

    private T Read<T>(Func<Lanes, T> what)
    {
        lock (gate)
        {
            return what(this);
        }
    }
}
