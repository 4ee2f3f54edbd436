namespace WebhookReceiver.Dispatch;

/// <content>The events of a large delivery behind its first portion: they are in their lanes, and the lanes whose head is one of them have their turn a few at a time.</content>
internal sealed partial class Lanes
{
    /// <summary>How many lanes have a turn of the rest of a large delivery.</summary>
    public int InHandOfRests => Read(static lanes => lanes.rests.TryGetCurrent(out var rest) ? rest.InHand : 0);

    /// <summary>Adds events that follow one another in a large delivery and belong to one conversation. They are read when their turn comes, and cost next to nothing until then.</summary>
    /// <remarks>Either all of it happens or nothing, also when memory runs out in between.</remarks>
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

    /// <summary>The lane has a new head.</summary>
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

    private static void LeavePortion(Lane lane)
    {
        if (lane.Portion is { } rest)
        {
            rest.Leave(lane.PortionOrdinal);
            lane.Portion = null;
        }
    }

    /// <returns>False when the lane cannot be packed. Then its head has its turn at once, which harms nobody.</returns>
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

    /// <summary>Gives lanes of the current rest their turn, as many as may have one, and goes on to the next when it is finished.</summary>
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
            // What happened before has happened all the same. The lanes that are held back stay so until the timer tries again.
            parked.ArmAgain(WakeAgain);
        }
    }
}
