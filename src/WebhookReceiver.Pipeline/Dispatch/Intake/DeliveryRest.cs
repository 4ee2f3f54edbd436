using System.Diagnostics.CodeAnalysis;
using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// The events of a large delivery behind its first portion. All of them are in their lanes by their places, so that nothing overtakes them; this says which of these lanes
/// have their turn: few at once, and in the order of the events, so that the body is read from its beginning to its end. Guarded by <see cref="Lanes"/>.
/// </summary>
/// <param name="delivery">The delivery.</param>
/// <param name="first">The ordinal of the first of these events.</param>
/// <param name="limits">How many have their turn at once.</param>
internal sealed class DeliveryRest(Delivery delivery, int first, LaneLimits limits)
{
    private readonly WeakReference<Delivery> recent = new(delivery);

    // The lanes whose head is one of these events and is held back: by their number, in the order of their heads.
    private readonly PriorityQueue<ulong, int> held = new();

    // Those heads that were let go and are not finished.
    private readonly List<int> inHand = new(limits.PortionLanes);

    /// <summary>The delivery as it was read first, for as long as its memory has not been needed. As a rule it is read again soon.</summary>
    public Delivery? Recent => recent.TryGetTarget(out var delivery) ? delivery : null;

    /// <summary>Whether it stands in the queue of <see cref="DeliveryRests"/>.</summary>
    public bool IsQueued { get; set; }

    /// <summary>Whether no event of it can have its turn now. Those that wait for another attempt do not count.</summary>
    public bool IsOver => held.Count is 0 && inHand.Count is 0;

    /// <summary>How many lanes have been let go.</summary>
    public int InHand => inHand.Count;

    public bool Contains(int ordinal) => ordinal >= first;

    /// <summary>Whether the event may have its turn beside those that have theirs.</summary>
    public bool Admits(int ordinal)
    {
        if (inHand.Count >= limits.PortionLanes)
        {
            return false;
        }

        var earliest = held.TryPeek(out _, out var next) ? Math.Min(ordinal, next) : ordinal;

        foreach (var other in inHand)
        {
            earliest = Math.Min(earliest, other);
        }

        return ordinal - earliest < limits.Portion;
    }

    /// <summary>Takes the memory for one more, so that holding it cannot fail.</summary>
    public void Reserve() => held.EnsureCapacity(held.Count + 1);

    public void Hold(ulong number, int ordinal) => held.Enqueue(number, ordinal);

    /// <summary>The next lane to be let go; false when it is not its time.</summary>
    public bool TryPeek(out ulong number, out int ordinal) => held.TryPeek(out number, out ordinal) && Admits(ordinal);

    public void RemoveNext() => held.Dequeue();

    public void Enter(int ordinal) => inHand.Add(ordinal);

    public void Leave(int ordinal) => inHand.Remove(ordinal);
}

/// <summary>The rests of large deliveries, of which one after another is handled: each costs much memory to read. Guarded by <see cref="Lanes"/>.</summary>
internal sealed class DeliveryRests
{
    private readonly Queue<DeliveryRest> queue = new();

    public bool TryGetCurrent([NotNullWhen(true)] out DeliveryRest? rest) => queue.TryPeek(out rest);

    /// <summary>Whether it is the turn of this one, which stands in the queue from now on.</summary>
    public bool IsCurrent(DeliveryRest rest)
    {
        if (!rest.IsQueued)
        {
            queue.Enqueue(rest);
            rest.IsQueued = true;
        }

        return queue.Peek() == rest;
    }

    /// <summary>The current one has nothing to do now.</summary>
    public void RemoveCurrent() => queue.Dequeue().IsQueued = false;
}
