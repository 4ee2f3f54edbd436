namespace WebhookReceiver.Pipeline.Tests.Simulation;

/// <summary>What a seed decides before a story begins: the limits, the handlers and the kinds of faults.</summary>
internal sealed class Plan
{
    public static readonly TimeSpan HandlerTimeout = TimeSpan.FromSeconds(30);

    public Plan(int seed, Faults allowed)
    {
        Random = new Random((seed * 7919) + 1);
        Faults = Pick(allowed);
        Concurrency = Random.Next(1, 4);
        MaxAttempts = Random.Next(1, 4);
        MemoryEvents = Random.Next(1, 8);
        MemoryBytes = Random.Next(1, 6) * 400;
        Lanes = Random.Next(2, 7);
        Waiting = Random.Next(3, 20);
        Reread = Random.Next(1, 4);
        ChannelCapacity = Random.Next(1, 5);
        SegmentBytes = Random.Next(2, 10) * 1000;
        Conversations = Random.Next(1, 6);
        Actions = Random.Next(8, 40);
        Portion = Random.Next(1, 5);
        PortionLanes = Random.Next(1, 4);

        if (Chance(25))
        {
            // Room for everything, so that nothing has to be read again.
            (MemoryEvents, MemoryBytes, Portion) = (1000, 1_000_000, 1000);
        }

        if ((Faults & (Faults.ManyParked | Faults.ManyHanging)) is not Faults.None)
        {
            // One kind of fault at a time, and room for all that wait: only places among the conversations and free handlers are scarce.
            Faults &= Faults.HasFlag(Faults.ManyParked) ? Faults.ManyParked : Faults.ManyHanging;
            (Concurrency, MaxAttempts, Lanes, Waiting, Conversations) = (2, 3, 4, 200, 12);
        }
    }

    public Random Random { get; }

    public Faults Faults { get; }

    public int Concurrency { get; }

    public int MaxAttempts { get; }

    public int MemoryEvents { get; }

    public int MemoryBytes { get; }

    public int Lanes { get; }

    public int Waiting { get; }

    public int Portion { get; }

    public int PortionLanes { get; }

    public int Reread { get; }

    public int ChannelCapacity { get; }

    public int SegmentBytes { get; }

    public int Conversations { get; }

    public int Actions { get; }

    /// <summary>Whether some conversations are healthy, and faults of others must not delay them.</summary>
    public bool HasHealthyOnes => (Faults & (Faults.ManyParked | Faults.ManyHanging)) is not Faults.None;

    public bool May(Faults fault) => (Faults & fault) is not Faults.None;

    public bool Chance(int percent) => Random.Next(100) < percent;

    public T OneOf<T>(params IReadOnlyList<T> all) => all[Random.Next(all.Count)];

    /// <summary>The handlers of the next life.</summary>
    public HandlerSet NextHandlers(HandlerSet? before)
    {
        if (before is not null && !(May(Faults.Redeploys) && Chance(50)))
        {
            return before;
        }

        if (May(Faults.ManyHanging))
        {
            // One hangs, and the other must not be affected.
            return new HandlerSet([HandlerSet.Known[0], HandlerSet.Known[1]], HasFallback: false);
        }

        var names = HandlerSet.Known.Where(_ => Chance(50)).ToArray();
        var hasFallback = May(Faults.Fallbacks) && Chance(80);
        return new HandlerSet(names.Length is 0 && !hasFallback ? [HandlerSet.Known[0]] : names, hasFallback);
    }

    private Faults Pick(Faults allowed)
    {
        var picked = Faults.None;
        var chance = OneOf(30, 50, 85);

        for (var bit = 1; bit < (int)Faults.All; bit <<= 1)
        {
            var isRare = ((Faults)bit & (Faults.ManyParked | Faults.ManyHanging | Faults.Poison)) is not Faults.None;

            if (Random.Next(100) < (isRare ? 12 : chance))
            {
                picked |= (Faults)bit;
            }
        }

        return picked & allowed;
    }
}
