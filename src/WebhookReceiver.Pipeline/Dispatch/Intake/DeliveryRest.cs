using System.Diagnostics.CodeAnalysis;
using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// The events of a large delivery after its first portion. All of them are in their lanes by position, so that nothing overtakes them. This class decides which of these lanes
/// get a turn: a few at a time, in the order of the events, so that the body is read from beginning to end. Guarded by <see cref="Lanes"/>.
/// </summary>
/// <param name="delivery">The delivery.</param>
/// <param name="first">The ordinal of the first of these events.</param>
/// <param name="limits">How many lanes get a turn at the same time.</param>
internal sealed class DeliveryRest(Delivery delivery, int first, LaneLimits limits)
{
    private readonly WeakReference<Delivery> recent = new(delivery);

    // The numbers of the lanes that are held back because their head is one of these events, in the order of the heads.
    private readonly PriorityQueue<ulong, int> held = new();

    // The heads that were released and are not finished.
    private readonly List<int> inHand = new(limits.PortionLanes);

    /// <summary>The delivery as it was first read, until the garbage collector reclaims it. It is usually needed again soon.</summary>
    public Delivery? Recent => recent.TryGetTarget(out var delivery) ? delivery : null;

    /// <summary>Whether it is queued in <see cref="DeliveryRests"/>.</summary>
    public bool IsQueued { get; set; }

    /// <summary>Whether none of its events can get a turn now. Events that wait for a retry do not count.</summary>
    public bool IsOver => held.Count is 0 && inHand.Count is 0;

    /// <summary>How many of its lanes are released and not finished.</summary>
    public int InHand => inHand.Count;

    public bool Contains(int ordinal) => ordinal >= first;

    /// <summary>Whether the event may get a turn in addition to those that have one.</summary>
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

    /// <summary>Allocates room for one more, so that <see cref="Hold"/> cannot fail.</summary>
    public void Reserve() => held.EnsureCapacity(held.Count + 1);

    public void Hold(ulong number, int ordinal) => held.Enqueue(number, ordinal);

    /// <summary>The next lane to release; false when none may be released now.</summary>
    public bool TryPeek(out ulong number, out int ordinal) => held.TryPeek(out number, out ordinal) && Admits(ordinal);

    public void RemoveNext() => held.Dequeue();

    public void Enter(int ordinal) => inHand.Add(ordinal);

    public void Leave(int ordinal) => inHand.Remove(ordinal);
}

/// <summary>The queue of the rests of large deliveries. One is handled at a time, because reading each takes much memory. Guarded by <see cref="Lanes"/>.</summary>
internal sealed class DeliveryRests
{
    private readonly Queue<DeliveryRest> queue = new();

    public bool TryGetCurrent([NotNullWhen(true)] out DeliveryRest? rest) => queue.TryPeek(out rest);

    /// <summary>Queues it unless it is queued already.</summary>
    /// <returns>Whether it is the current one.</returns>
    public bool IsCurrent(DeliveryRest rest)
    {
        if (!rest.IsQueued)
        {
            queue.Enqueue(rest);
            rest.IsQueued = true;
        }

        return queue.Peek() == rest;
    }

    /// <summary>Removes the current one, which has nothing to do now.</summary>
    public void RemoveCurrent() => queue.Dequeue().IsQueued = false;
}
