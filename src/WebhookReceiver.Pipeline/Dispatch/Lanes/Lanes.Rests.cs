using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Dispatch;

/// <content>The events of a large delivery after its first portion. They are in their lanes by position, and a few of those lanes at a time get a turn.</content>
internal sealed partial class Lanes
{
    /// <summary>How many lanes of the current rest are released and not finished.</summary>
    public int InHandOfRests => Read(static lanes => lanes.rests.TryGetCurrent(out var rest) ? rest.InHand : 0);

    /// <summary>Adds consecutive events of a large delivery that belong to one conversation. They are read when their turn comes, and take almost no memory until then.</summary>
    /// <remarks>All or nothing, even if memory runs out.</remarks>
    public void AddRest(LaneKey key, DeliveryProgress progress, int ordinal, int count)
    {
        var number = key.Number;

        lock (gate)
        {
            if (lanes.TryGetValue(key, out var lane) || packed.TryFindUnnamed(number, out lane))
            {
                lane.Rest = packed.Append(lane.Rest, progress, ordinal, count);
                return;
            }

            var rest = progress.Rest!;
            rest.Reserve();
            rests.IsCurrent(rest);

            if (packed.Append(number, progress, ordinal, count))
            {
                rest.Hold(number, ordinal);
            }

            ReleaseHeld();
        }

        Changed.Set();
    }

    /// <summary>Queues the lane for the turn of its new head, or holds it back.</summary>
    private void Continue(Lane lane)
    {
        var head = lane.Head!;

        if (head.DeliveryProgress?.Rest is not { } rest || !rest.Contains(head.Ordinal) || TryEnter(lane, rest) || !TryHold(lane, rest))
        {
            ready.Add(lane, ClassOf(lane), clock.GetTimestamp());
        }
    }

    private bool TryEnter(Lane lane, DeliveryRest rest)
    {
        var ordinal = lane.Head!.Ordinal;

        if (!rests.IsCurrent(rest) || !rest.Admits(ordinal))
        {
            return false;
        }

        Enter(lane, rest, ordinal);
        return true;
    }

    private static void Enter(Lane lane, DeliveryRest rest, int ordinal)
    {
        rest.Enter(ordinal);
        (lane.Portion, lane.PortionOrdinal) = (rest, ordinal);
    }

    /// <summary>Lets the rests of large deliveries go on without lanes that wait for a paused handler.</summary>
    public void LeavePortions(IEnumerable<Lane> waitingLanes)
    {
        lock (gate)
        {
            foreach (var lane in waitingLanes)
            {
                LeavePortion(lane);
            }

            ReleaseHeld();
        }

        Changed.Set();
    }

    private static void LeavePortion(Lane lane)
    {
        if (lane.Portion is { } rest)
        {
            rest.Leave(lane.PortionOrdinal);
            lane.Portion = null;
        }
    }

    /// <returns>False when the lane cannot be packed. Its head then gets its turn at once, which does no harm.</returns>
    private bool TryHold(Lane lane, DeliveryRest rest)
    {
        var number = NumberOf(lane);

        if (lane.Replays > 0 || IsTaken(number, lane))
        {
            return false;
        }

        var ordinal = lane.Head!.Ordinal;

        try
        {
            rest.Reserve();
            Pack(lane, number);
        }
        catch (OutOfMemoryException)
        {
            return false;
        }

        rest.Hold(number, ordinal);
        return true;
    }

    /// <summary>Releases as many lanes of the current rest as may have a turn, and continues with the next rest when it is finished.</summary>
    private void ReleaseHeld()
    {
        try
        {
            while (rests.TryGetCurrent(out var rest))
            {
                while (rest.TryPeek(out var number, out var ordinal))
                {
                    var isThere = TryUnpack(number, out var lane);
                    rest.RemoveNext();

                    if (isThere)
                    {
                        Enter(lane!, rest, ordinal);
                        ready.Add(lane!, LaneClass.Fresh, clock.GetTimestamp());
                    }
                }

                if (!rest.IsOver)
                {
                    return;
                }

                rests.RemoveCurrent();
            }
        }
        catch (OutOfMemoryException)
        {
            // The work done so far stands. The remaining lanes stay held back until the timer tries again.
            parked.ArmAgain(WakeAgain);
        }
    }
}
