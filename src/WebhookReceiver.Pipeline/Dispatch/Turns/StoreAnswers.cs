using WebhookReceiver.Inbox;
using WebhookReceiver.Observation;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Processes the answer of the store for a turn that it has not begun: drops duplicates, quarantines stale events, and restores the progress of earlier attempts. Used by one loop only.
/// </summary>
internal sealed class StoreAnswers(
    TurnPreparer preparer,
    TurnAdmission admission,
    Lanes lanes,
    IOutcomes outcomes,
    HandlerPlans plans,
    OutcomeRecorder recorder,
    ReplayRecorder replays,
    AttemptRecorder attempts,
    ErasedEvents erased,
    StaleEvents stale,
    EventOutlets outlets,
    ReceiverMetrics metrics,
    TimeProvider clock)
{
    /// <returns>True when the turn must be asked about again, in order to begin it; otherwise its lane has been taken care of.</returns>
    public async ValueTask<bool> ApplyAsync(EventTurn turn, EventStart answer)
    {
        var lane = turn.Lane;
        TurnAdmission.Keep(turn);

        try
        {
            switch (answer.Result)
            {
                case EventStartResult.Unavailable:
                    TurnAdmission.Return(lane);
                    preparer.PutOff(lane, answer.Problem!);
                    return false;

                case EventStartResult.NotOwned:
                    TurnAdmission.Return(lane);
                    await attempts.DropAsync(turn);
                    return false;

                case EventStartResult.Duplicate:
                    await preparer.SkipDuplicateAsync(turn, answer.SettledFor);
                    return false;

                default:
                    return await ExamineAsync(turn, answer.Progress) && admission.Admit(turn) is not null;
            }
        }
        catch (Exception exception)
        {
            // Decisions that were not recorded are made again from the next answer of the store.
            turn.ForgetOutcomes();
            preparer.PutOff(lane, exception);
            return false;
        }
    }

    /// <param name="turn">A turn that was not begun.</param>
    /// <param name="progress">Its progress in the store; null when the event is new.</param>
    /// <returns>False when nothing is left to do for it.</returns>
    private async ValueTask<bool> ExamineAsync(EventTurn turn, EventProgress? progress)
    {
        if (turn.IsForOneHandler)
        {
            turn.Deaths = progress?.Deaths ?? 0;

            if (replays.TryGiveUpDeadly(turn))
            {
                TurnAdmission.Return(turn.Lane);
                await turn.RecordAsync(outcomes);
                lanes.Done(turn.Lane);
                return false;
            }
        }
        else if (progress is not null)
        {
            Restore(turn, progress);

            if (turn.Owed.IsDone)
            {
                TurnAdmission.Return(turn.Lane);
                await attempts.SettleAsync(turn);
                metrics.EventHandled(turn.Delivery?.Endpoint, turn.Message);
                return false;
            }

            await erased.ApplyAsync(turn);
            await turn.RecordAsync(outcomes);
        }
        else if (turn.IsStale && turn.Letter is null && stale.TryQuarantine(turn))
        {
            TurnAdmission.Return(turn.Lane);
            await attempts.SettleAsync(turn);
            return false;
        }

        turn.IsKnown = true;
        return true;
    }

    private void Restore(EventTurn turn, EventProgress progress)
    {
        turn.OwedOutlets = outlets.OwedBy(progress);
        turn.Attempt = progress.Starts;
        turn.Deaths = progress.Deaths;
        turn.Owed = OwedHandlers.Restored(plans.For(turn.Message!.GetType(), progress), progress, turn.IsDue, clock);
        recorder.GiveUpMissing(turn);
        recorder.GiveUpDeadly(turn);
    }
}
