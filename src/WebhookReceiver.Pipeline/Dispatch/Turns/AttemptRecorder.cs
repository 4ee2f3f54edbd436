using WebhookReceiver.Inbox;
using WebhookReceiver.Observation;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Ends an attempt in two steps: first it records the results, then, after the services of the handlers have been disposed of, it lets the lane continue. Each step can be
/// repeated after it failed halfway. Thread-safe.
/// </summary>
internal sealed class AttemptRecorder(
    OutcomeRecorder recorder, ReplayRecorder replays, ErasedEvents erased, Lanes lanes, IOutcomes outcomes, ReceiverMetrics metrics, EventTap tap, TimeProvider clock)
{
    private static readonly TimeSpan Postponement = TimeSpan.FromSeconds(1);

    /// <summary>Records the results, in one batch.</summary>
    public async ValueTask<AttemptEnd> RecordAsync(EventTurn turn, AttemptResults results)
    {
        var end = Decide(turn, results);
        await erased.ApplyAsync(turn);
        return await turn.RecordAsync(outcomes) ? end : new AttemptEnd(AttemptEndKind.Lost);
    }

    /// <summary>Lets the lane continue.</summary>
    public async ValueTask FinishAsync(EventTurn turn, AttemptEnd end)
    {
        switch (end.Kind)
        {
            case AttemptEndKind.Settled:
                CountHandled(turn);
                tap.Saw(turn.Delivery, turn.Message, turn.IsGivenUp ? EventSighting.GivenUp : EventSighting.Handled);

                if (turn.Owed.IsUnhandled)
                {
                    metrics.EventUnhandled();
                }

                await LeaveAsync(turn);
                break;
            case AttemptEndKind.Replayed:
                lanes.Done(turn.Lane);
                break;
            case AttemptEndKind.Retry:
                tap.Saw(turn.Delivery, turn.Message, EventSighting.Retrying);
                Park(turn, end.Due);
                break;
            case AttemptEndKind.Suspended:
                Suspend(turn, end.WaitsFor!);
                break;
            case AttemptEndKind.Lost:
                await DropAsync(turn);
                break;
            default:
                break;
        }
    }

    /// <summary>Records and finishes an attempt whose recording failed before.</summary>
    public async ValueTask RepeatAsync(EventTurn turn)
    {
        var end = await RecordAsync(turn, turn.Unrecorded!);
        turn.Unrecorded = null;
        await FinishAsync(turn, end);
    }

    /// <summary>
    /// Records the results that could not be recorded before. Called at a stop, when lanes get no further turns: otherwise the next start would call handlers again that have
    /// succeeded. Leaves the lanes unchanged.
    /// </summary>
    /// <returns>False when memory ran out again.</returns>
    public async ValueTask<bool> TryRecordLeftAsync()
    {
        try
        {
            foreach (var turn in lanes.Unrecorded())
            {
                await RecordAsync(turn, turn.Unrecorded!);
                turn.Unrecorded = null;
            }

            return true;
        }
        catch (OutOfMemoryException)
        {
            return false;
        }
    }

    /// <summary>Records that the event is settled, and lets the lane continue.</summary>
    public async ValueTask SettleAsync(EventTurn turn)
    {
        AddSettled(turn);
        await erased.ApplyAsync(turn);

        if (await turn.RecordAsync(outcomes))
        {
            await LeaveAsync(turn);
        }
        else
        {
            await DropAsync(turn);
        }
    }

    /// <summary>Removes an event that needs no more work here from the head of its lane.</summary>
    public async ValueTask LeaveAsync(EventTurn turn)
    {
        await turn.CountDownAsync();
        turn.Release();
        lanes.Done(turn.Lane);
    }

    /// <summary>Removes an event that another process handles now, and will settle.</summary>
    public ValueTask DropAsync(EventTurn turn)
    {
        turn.DeliveryProgress?.Lose();
        return LeaveAsync(turn);
    }

    /// <summary>Parks the lane until an attempt is due. When memory is short, an event that can be read again is evicted meanwhile.</summary>
    public void Park(EventTurn turn, long due)
    {
        EvictWhenCrowded(turn);
        lanes.Park(turn.Lane, due);
    }

    /// <summary>Gives a lane another turn soon, after a failure that is not the fault of its event.</summary>
    public void Postpone(Lane lane, TimeSpan? wait = null)
    {
        try
        {
            lanes.Park(lane, clock.TimestampIn(wait ?? Postponement));
        }
        catch (OutOfMemoryException)
        {
            // Making it ready allocates nothing.
            lanes.MakeReady(lane);
        }
    }

    /// <summary>Evicts an event that has to wait, if memory is short and the event can be read again.</summary>
    public void EvictWhenCrowded(EventTurn turn)
    {
        if (turn.DeliveryProgress is not { CanBeReadAgain: true })
        {
            return;
        }

        if (lanes.Memory.IsCrowded)
        {
            turn.Release();
        }

        // An event that was read again for this turn is not counted in the memory limits, so it never stays.
        turn.Evict();
    }

    private void Suspend(EventTurn turn, Bulkhead bulkhead)
    {
        EvictWhenCrowded(turn);

        if (bulkhead.Admit(turn.Lane) is { } admission)
        {
            turn.Lane.Admission = admission;
            lanes.MakeReady(turn.Lane);
        }
    }

    private AttemptEnd Decide(EventTurn turn, AttemptResults results)
    {
        if (turn.IsForOneHandler)
        {
            if (results is { IsCut: false, WaitsFor: null })
            {
                replays.Record(turn, results.Calls);
                return new AttemptEnd(AttemptEndKind.Replayed);
            }

            // The dead letter stays marked as replaying; if the replay was cut short, it is repeated after the next start.
            AddAttemptEnd(turn, results);
        }
        else if (recorder.Record(turn, results))
        {
            AddSettled(turn);
            return new AttemptEnd(AttemptEndKind.Settled);
        }
        else
        {
            AddAttemptEnd(turn, results);
        }

        return results switch
        {
            { IsCut: true } => new AttemptEnd(AttemptEndKind.Cut),
            { WaitsFor: { } bulkhead } => new AttemptEnd(AttemptEndKind.Suspended, WaitsFor: bulkhead),
            _ => new AttemptEnd(AttemptEndKind.Retry, turn.Owed.Due),
        };
    }

    private void CountHandled(EventTurn turn)
    {
        metrics.EventHandled(turn.Delivery?.Endpoint, turn.Message);

        // What is handled again on request was handled late on purpose.
        if (metrics.IsLagMeasured && turn.Letter is null && turn.Message is { } message && EventAge.Of(message, clock.GetUtcNow()) is { } lag)
        {
            metrics.EventLagged(turn.Delivery?.Endpoint, lag);
        }
    }

    private static void AddAttemptEnd(EventTurn turn, AttemptResults results)
    {
        if (results.WaitsFor is null)
        {
            turn.Outcomes.AttemptEnded(turn.Id);
        }
        else
        {
            turn.Outcomes.AttemptSuspended(turn.Id);
        }
    }

    private static void AddSettled(EventTurn turn)
    {
        turn.Outcomes.EventSettled(turn.Id);

        if (turn.Letter is { } letter)
        {
            turn.Outcomes.DeadLetterRemoved(letter.Id, DeadLetterRemoval.Handled);
        }
    }
}
