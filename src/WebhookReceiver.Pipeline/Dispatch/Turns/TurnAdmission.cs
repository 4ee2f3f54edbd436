namespace WebhookReceiver.Dispatch;

/// <summary>Gives a turn a place for its next call: the one that its lane was given while it waited, or a free one. Used by one loop only.</summary>
internal sealed class TurnAdmission(HandlerGates gates, AttemptRecorder attempts, TimeProvider clock)
{
    /// <summary>Gives a turn of a known event its place, or queues its lane for one.</summary>
    /// <returns>Null when its next call cannot be made now; the lane has then been parked or queued for a place.</returns>
    public EventTurn? Admit(EventTurn turn)
    {
        var lane = turn.Lane;
        var now = clock.GetTimestamp();
        var index = turn.Owed.Next(now);

        if (index < 0 && !turn.Owed.IsDone)
        {
            // After a restart the next attempt may not be due yet.
            Return(lane);
            attempts.Park(turn, turn.Owed.Due);
            return null;
        }

        var bulkhead = NextBulkhead(turn, index);

        if (turn.IsSuspect && !bulkhead.IsPaused)
        {
            // It must not hold a place that another event may wait for: it gets one when nothing else is in progress.
            Return(lane);
            return turn;
        }

        if (lane.Admission is { } granted && granted.Bulkhead == bulkhead && !bulkhead.IsPaused)
        {
            lane.Admission = null;
            turn.Admission = granted;
            return turn;
        }

        Return(lane);

        // After this call another thread may be using the lane already.
        if (bulkhead.Admit(lane) is not { } admission)
        {
            attempts.EvictWhenCrowded(turn);
            return null;
        }

        if (turn.IsSuspect)
        {
            // The handler was resumed in this moment.
            admission.Bulkhead.GiveBack(admission);
            return turn;
        }

        turn.Admission = admission;
        return turn;
    }

    /// <summary>Admits a new event if there is a place, without queuing it: until the store has answered, it may be a duplicate.</summary>
    public bool TryAdmit(EventTurn turn)
    {
        var bulkhead = NextBulkhead(turn, turn.Owed.Next(clock.GetTimestamp()));

        if (turn.Lane.Admission is { } granted)
        {
            // A lane that was packed has waited for another handler, as the answer of the store will show: it keeps that place until then.
            turn.Lane.Admission = null;
            turn.Admission = granted;
            return granted.Bulkhead == bulkhead && !bulkhead.IsPaused;
        }

        if (bulkhead.TryAdmit() is not { } admission)
        {
            return false;
        }

        turn.Admission = admission;
        return true;
    }

    /// <summary>Moves the admission from the turn to its lane, which uses it for the next turn or returns it.</summary>
    public static void Keep(EventTurn turn)
    {
        if (turn.Admission.Bulkhead is not null)
        {
            turn.Lane.Admission = turn.Admission;
            turn.Admission = default;
        }
    }

    /// <summary>Returns the admission that the lane was given and does not use.</summary>
    public static void Return(Lane lane)
    {
        if (lane.Admission is { } unused)
        {
            lane.Admission = null;
            unused.Bulkhead.GiveBack(unused);
        }
    }

    private Bulkhead NextBulkhead(EventTurn turn, int index)
    {
        if (index < 0)
        {
            return gates.Unclaimed;
        }

        var gate = turn.Owed.Plan.Calls[index].Gate;
        return turn.Owed.IsToBeAsked(index) ? gate.Asks : gate.Calls;
    }
}
