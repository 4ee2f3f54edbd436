using System.Diagnostics.CodeAnalysis;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Keeps a lane for each conversation that has open events. A lane is ready, in progress, waiting for a place at its handler, or parked until the next attempt of its head.
/// Only the head is ever in progress, which keeps the order. Thread-safe.
/// </summary>
internal sealed partial class Lanes : IDisposable
{
    private static readonly TimeSpan WakeAgain = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly LaneLimits limits;
    private readonly TimeProvider clock;
    private readonly Dictionary<LaneKey, Lane> lanes = [];
    private readonly ReadyLanes ready = new();
    private readonly HashSet<EventId> inProgress = [];
    private readonly ParkedLanes parked;
    private readonly PackedLanes packed;
    private readonly DeliveryRests rests = new();
    private int waiting;

    public Lanes(LaneLimits limits, IOutcomes outcomes, TimeProvider clock)
    {
        this.limits = limits;
        this.clock = clock;
        Memory = new EventMemory(limits);
        Open = new OpenDeliveries(Memory);
        packed = new PackedLanes(outcomes, Open);
        parked = new ParkedLanes(clock, WakeDue);
    }

    /// <summary>Counts the events that are kept in memory.</summary>
    public EventMemory Memory { get; }

    /// <summary>The deliveries with open events.</summary>
    public OpenDeliveries Open { get; }

    /// <summary>Fires when a lane has become ready, has been parked or has finished.</summary>
    public Signal Changed { get; } = new();

    /// <summary>How many conversations have events waiting or in progress.</summary>
    public int Count => Read(static lanes => lanes.InMemory + lanes.packed.Count);

    /// <summary>How many events are waiting or in progress.</summary>
    public int Waiting => Read(static lanes => lanes.waiting + lanes.packed.Events);

    /// <summary>How many of them are in memory.</summary>
    public int WaitingInMemory => Read(static lanes => lanes.waiting);

    public int Ready => Read(static lanes => lanes.ready.Count);

    /// <summary>How many conversations wait for a retry or are packed.</summary>
    public int Parked => Read(static lanes => lanes.parked.Count + lanes.packed.Count);

    /// <summary>Whether nothing is left to do now; parked lanes do not count.</summary>
    /// <param name="waitingForPaused">How many lanes wait for paused handlers; they do not count either.</param>
    public bool IsIdle(int waitingForPaused)
    {
        lock (gate)
        {
            return InMemory <= parked.Count + waitingForPaused;
        }
    }

    /// <summary>Whether a lane that has to wait is packed.</summary>
    public bool IsCrowded => Read(static lanes => lanes.InMemory >= lanes.limits.Lanes / 2);

    public bool HasRoom => Read(static lanes =>
        lanes.ready.Count < lanes.limits.Lanes && lanes.waiting < lanes.limits.Waiting && lanes.packed.Nodes < lanes.limits.Packed);

    /// <summary>How long the lane at the head of the ready queues has been ready.</summary>
    public TimeSpan OldestReady => Read(static lanes => lanes.ready.OldestSince is { } since ? lanes.clock.GetElapsedTime(since) : TimeSpan.Zero);

    private int InMemory => lanes.Count + packed.Unnamed;

    /// <remarks>All or nothing, even if memory runs out.</remarks>
    public void Add(LaneKey key, EventTurn added)
    {
        lock (gate)
        {
            if (lanes.TryGetValue(key, out var lane))
            {
                Append(lane, added);
                return;
            }

            if (packed.Count + packed.Unnamed > 0 && TryAddByNumber(key.Number, added))
            {
                return;
            }

            lane = new Lane { Key = key };
            lanes.Add(key, lane);
            lane.Append(added);
            waiting++;
            ready.Add(lane, ClassOf(lane), clock.GetTimestamp());
        }

        Changed.Set();
    }

    /// <summary>Takes the lanes that have been ready for longest.</summary>
    public void TakeReady(List<Lane> taken, int atMost)
    {
        lock (gate)
        {
            ready.Take(taken, atMost);
        }
    }

    /// <returns>False when the same event is already in progress or waiting for a retry, in another lane.</returns>
    public bool TryBegin(EventId id)
    {
        lock (gate)
        {
            return inProgress.Add(id);
        }
    }

    /// <summary>Gives a lane that was packed its key back, once its head has been read.</summary>
    public void Name(Lane lane, LaneKey key)
    {
        if (lane.Key is not null)
        {
            return;
        }

        lock (gate)
        {
            // If two conversations share the number, it stays without a key until it is empty.
            if (lanes.TryAdd(key, lane))
            {
                lane.Key = key;
                packed.Forget(lane);
            }
        }
    }

    /// <summary>Removes the finished head. The next event gets its turn; an empty lane is removed.</summary>
    public void Done(Lane lane)
    {
        lock (gate)
        {
            if (lane.Length is 1)
            {
                packed.Refill(lane);
                waiting += lane.Length - 1;
            }

            if (lane.Head is { HasBegun: true } turn)
            {
                inProgress.Remove(turn.Id);
            }

            waiting--;
            lane.RemoveHead();
            lane.Failures = 0;
            LeavePortion(lane);

            if (lane.Head is not null)
            {
                Continue(lane);
            }
            else if (lane.Key is { } key)
            {
                lanes.Remove(key);
            }
            else
            {
                packed.Forget(lane);
            }

            ReleaseHeld();
        }

        Changed.Set();
        Memory.Freed.Set();
    }

    /// <summary>Gives the head another turn at once.</summary>
    public void MakeReady(Lane lane)
    {
        lock (gate)
        {
            ready.Add(lane, ClassOf(lane), clock.GetTimestamp());
        }

        Changed.Set();
    }

    /// <summary>Gives the head another turn later; the whole lane waits.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="due">When, as a timestamp of the clock.</param>
    public void Park(Lane lane, long due)
    {
        lock (gate)
        {
            parked.Reserve();
            LeavePortion(lane);
            parked.Add(ShelveIfCrowded(lane), due);
            ReleaseHeld();
        }

        Changed.Set();
        Memory.Freed.Set();
    }

    /// <summary>Stores a lane that waits for a place, in memory or packed.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="isForLong">Whether the place may be given in hours or days, because the handler is paused.</param>
    /// <returns>The ticket that wakes it.</returns>
    public LaneTicket Shelve(Lane lane, bool isForLong = false)
    {
        LaneTicket ticket;

        lock (gate)
        {
            if (isForLong)
            {
                LeavePortion(lane);
            }

            ticket = ShelveIfCrowded(lane);

            if (isForLong)
            {
                ReleaseHeld();
            }
        }

        if (isForLong)
        {
            // It may have been the last thing that a drain waited for.
            Changed.Set();
        }

        Memory.Freed.Set();
        return ticket;
    }

    /// <summary>Makes a lane ready that was waiting for a place.</summary>
    /// <returns>False when the lane no longer waits.</returns>
    public bool TryWake(LaneTicket ticket, Admission admission)
    {
        lock (gate)
        {
            if (LaneOf(ticket) is not { } lane)
            {
                return false;
            }

            lane.Admission = admission;
            ready.Add(lane, LaneClass.Admitted, clock.GetTimestamp());
        }

        Changed.Set();
        return true;
    }

    /// <summary>The waiting events whose results could not be recorded.</summary>
    public List<EventTurn> Unrecorded()
    {
        lock (gate)
        {
            return [.. parked.All.Concat(ready.All).Select(static lane => lane.Head!).Where(static turn => turn.Unrecorded is not null)];
        }
    }

    public void Dispose() => parked.Dispose();

    private static LaneClass ClassOf(Lane lane) => lane.Head!.DeliveryProgress is null ? LaneClass.Replay : LaneClass.Fresh;

    private void Append(Lane lane, EventTurn added)
    {
        // An event that can be read again need not stay in memory if it will not be needed for a while.
        if (added.DeliveryProgress is { CanBeReadAgain: true } && (!lane.Rest.IsEmpty || lane.Length >= limits.LaneLength))
        {
            lane.Rest = packed.Append(lane.Rest, added);
            added.Release();
            return;
        }

        lane.Append(added);
        waiting++;
    }

    /// <returns>False when no lane has that number.</returns>
    private bool TryAddByNumber(ulong number, EventTurn added)
    {
        if (packed.TryFindUnnamed(number, out var lane))
        {
            Append(lane, added);
            return true;
        }

        if (!packed.Contains(number))
        {
            return false;
        }

        if (added.DeliveryProgress is not null)
        {
            packed.Append(number, added);
            added.Release();
        }
        else if (TryUnpack(number, out lane))
        {
            // The replay of a dead letter cannot be packed. The head of the lane is woken early and just goes back to waiting.
            Append(lane, added);
            ready.Add(lane, LaneClass.Retry, clock.GetTimestamp());
            Changed.Set();
        }

        return true;
    }

    private LaneTicket ShelveIfCrowded(Lane lane)
    {
        if (!IsCrowded || lane.Replays > 0 || lane.Head!.DeliveryProgress is not { CanBeReadAgain: true } || lane.Admission is not null || lane.Portion is not null || lane.Head!.Unrecorded is not null)
        {
            return new LaneTicket(lane, 0);
        }

        var number = NumberOf(lane);

        if (IsTaken(number, lane))
        {
            return new LaneTicket(lane, 0);
        }

        if (lane.Head is { HasBegun: true, IsKnown: true, Attempt: 0 } turn)
        {
            // It has not been begun, so a duplicate of it in another lane may be handled first. Not keeping its id makes a million waiting events cheaper.
            inProgress.Remove(turn.Id);
            turn.HasBegun = false;
        }

        Pack(lane, number);
        return new LaneTicket(null, number);
    }

    private static ulong NumberOf(Lane lane) => lane.Key?.Number ?? lane.Number;

    /// <summary>Whether another conversation has the same number.</summary>
    private bool IsTaken(ulong number, Lane lane) => packed.Contains(number) || (lane.Key is not null && packed.TryFindUnnamed(number, out _));

    private void Pack(Lane lane, ulong number)
    {
        packed.Pack(lane, number);
        waiting -= lane.Length;

        if (lane.Key is { } key)
        {
            lanes.Remove(key);
        }

        for (var shelved = lane.Head; shelved is not null; shelved = shelved.Next)
        {
            shelved.Release();
        }
    }

    private bool TryUnpack(ulong number, [NotNullWhen(true)] out Lane? lane)
    {
        if (!packed.TryUnpack(number, out lane))
        {
            return false;
        }

        waiting += lane.Length;
        return true;
    }

    private Lane? LaneOf(LaneTicket ticket) => ticket.Lane ?? (TryUnpack(ticket.Packed, out var lane) ? lane : null);

    private void WakeDue()
    {
        try
        {
            lock (gate)
            {
                while (parked.TryTakeDue() is { } ticket)
                {
                    if (LaneOf(ticket) is { } lane)
                    {
                        lane.Head!.IsDue = true;
                        ready.Add(lane, LaneClass.Retry, clock.GetTimestamp());
                    }
                }

                ReleaseHeld();
            }
        }
        catch (OutOfMemoryException)
        {
            // On a timer thread an exception would end the process. Lanes that are due stay due.
            lock (gate)
            {
                parked.ArmAgain(WakeAgain);
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
