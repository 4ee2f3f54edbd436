namespace WebhookReceiver.Dispatch;

/// <summary>
/// The lanes whose head is ready for its turn, in four queues: events that were admitted to their handler, new events, retries, and replays of dead letters. Each queue has a
/// share of every batch, so that a flood of retries or replays delays new events by no more than that, and no queue starves. Guarded by <see cref="Lanes"/>.
/// Allocates nothing, so that a lane cannot be lost when memory runs out.
/// </summary>
internal sealed class ReadyLanes
{
    private readonly LaneQueue admitted = new();
    private readonly LaneQueue fresh = new();
    private readonly LaneQueue retries = new();
    private readonly LaneQueue replays = new();

    public int Count => admitted.Count + fresh.Count + retries.Count + replays.Count;

    /// <summary>The timestamp at which the lane that has waited longest became ready; null when none waits.</summary>
    public long? OldestSince => Count is 0 ? null : Math.Min(Math.Min(admitted.Since, fresh.Since), Math.Min(retries.Since, replays.Since));

    public IEnumerable<Lane> All => admitted.All.Concat(fresh.All).Concat(retries.All).Concat(replays.All);

    public void Add(Lane lane, LaneClass kind, long now)
    {
        lane.ReadySince = now;
        (kind switch { LaneClass.Admitted => admitted, LaneClass.Fresh => fresh, LaneClass.Retry => retries, _ => replays }).Enqueue(lane);
    }

    public void Take(List<Lane> taken, int atMost)
    {
        // An eighth for replays, a quarter for retries, an eighth for new events; each queue may use what the others leave. Those that were admitted go first, because the places
        // that they hold are idle until their turn: behind a long queue of new events, most places would be.
        var room = atMost - taken.Count;
        replays.MoveTo(taken, Math.Max(1, room / 8));
        retries.MoveTo(taken, Math.Max(1, room / 4));
        admitted.MoveTo(taken, atMost - taken.Count - Math.Min(fresh.Count, Math.Max(1, room / 8)));
        fresh.MoveTo(taken, atMost - taken.Count);
        admitted.MoveTo(taken, atMost - taken.Count);
        retries.MoveTo(taken, atMost - taken.Count);
        replays.MoveTo(taken, atMost - taken.Count);
    }

    private sealed class LaneQueue
    {
        private Lane? first;
        private Lane? last;

        public int Count { get; private set; }

        public long Since => first?.ReadySince ?? long.MaxValue;

        public IEnumerable<Lane> All
        {
            get
            {
                for (var lane = first; lane is not null; lane = lane.NextReady)
                {
                    yield return lane;
                }
            }
        }

        public void Enqueue(Lane lane)
        {
            lane.NextReady = null;

            if (last is null)
            {
                first = lane;
            }
            else
            {
                last.NextReady = lane;
            }

            last = lane;
            Count++;
        }

        public void MoveTo(List<Lane> taken, int atMost)
        {
            for (; atMost > 0 && first is { } lane; atMost--)
            {
                taken.Add(lane);
                first = lane.NextReady;
                last = first is null ? null : last;
                lane.NextReady = null;
                Count--;
            }
        }
    }
}

/// <summary>Why a lane is ready.</summary>
internal enum LaneClass
{
    /// <summary>Its head is new.</summary>
    Fresh,

    /// <summary>Its head has waited for a place at its handler and has it now.</summary>
    Admitted,

    /// <summary>Its head has waited for a retry.</summary>
    Retry,

    /// <summary>Its head is the replay of a dead letter.</summary>
    Replay,
}
