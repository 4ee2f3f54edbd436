namespace WebhookReceiver.Pipeline.Tests.Simulation;

/// <summary>What each handler does with each event, call by call. It depends on the seed and the call alone, not on the order in which things happen.</summary>
internal sealed class Script(int seed, Plan plan)
{
    private static readonly (Faults Fault, Behaviour Behaviour)[] Troubles =
    [
        (Faults.Failures, Behaviour.Throw),
        (Faults.Failures, Behaviour.ThrowLater),
        (Faults.Failures, Behaviour.NeverRetry),
        (Faults.Failures, Behaviour.RetryAt),
        (Faults.Failures, Behaviour.Aggregate),
        (Faults.Failures, Behaviour.NullTask),
        (Faults.OddFailures, Behaviour.ThrowingMessage),
        (Faults.OddFailures, Behaviour.OutOfMemory),
        (Faults.Hangs, Behaviour.HangUntilToken),
        (Faults.Hangs, Behaviour.Hang),
        (Faults.Hangs, Behaviour.SucceedTooLate),
        (Faults.Blocks, Behaviour.Block),
    ];

    private readonly (Faults Fault, Behaviour Behaviour)[] troubles = [.. Troubles.Where(trouble => plan.May(trouble.Fault))];
    private readonly Dictionary<(string Event, string Handler), List<Behaviour>> behaviours = [];

    /// <param name="known">The event.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="call">The number of the call, from 0.</param>
    public Behaviour Of(KnownEvent known, string handler, int call)
    {
        if (known.IsPoison && !handler.Equals(HandlerSet.Fallback, StringComparison.Ordinal))
        {
            return Behaviour.Poison;
        }

        if (plan.HasHealthyOnes)
        {
            return known.IsHealthy ? Behaviour.Succeed : plan.May(Faults.ManyHanging) ? Behaviour.Hang : call < 2 ? Behaviour.RetryAt : Behaviour.Succeed;
        }

        if (!behaviours.TryGetValue((known.Name, handler), out var list))
        {
            behaviours.Add((known.Name, handler), list = Write(new Random(HashOf(known.Name, handler))));
        }

        return list[Math.Min(call, list.Count - 1)];
    }

    /// <summary>Whether the predicate of a handler wants an event.</summary>
    /// <param name="known">The event.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="call">How often the handler has been called with it.</param>
    public bool Wants(KnownEvent known, string handler, int call)
    {
        if (plan.May(Faults.ManyHanging))
        {
            return known.IsHealthy == handler.Equals(HandlerSet.Known[1], StringComparison.Ordinal);
        }

        if (known.IsPoison || known.IsHealthy || plan.HasHealthyOnes)
        {
            return true;
        }

        var chance = new Random(HashOf(known.Name, handler) ^ 0x5bd1);
        var refuses = chance.Next(100) < 30;
        var flips = chance.Next(100) < 30;

        return !(refuses && plan.May(Faults.Refusals)) && !(flips && call > 0 && plan.May(Faults.Flips));
    }

    private List<Behaviour> Write(Random random)
    {
        var list = new List<Behaviour>();

        if (troubles.Length > 0 && random.Next(100) < 40)
        {
            var isHopeless = random.Next(100) < 20;

            for (var left = isHopeless ? 8 : random.Next(1, 4); left > 0; left--)
            {
                list.Add(troubles[random.Next(troubles.Length)].Behaviour);
            }

            if (isHopeless)
            {
                return list;
            }
        }

        list.Add(random.Next(2) is 0 ? Behaviour.Succeed : Behaviour.SucceedLater);
        return list;
    }

    /// <summary>A hash that is the same in every process, unlike that of the framework.</summary>
    private int HashOf(string name, string handler)
    {
        var hash = (uint)seed + 2166136261u;

        foreach (var character in name + handler)
        {
            hash = (hash ^ character) * 16777619u;
        }

        return (int)(hash & int.MaxValue);
    }
}
