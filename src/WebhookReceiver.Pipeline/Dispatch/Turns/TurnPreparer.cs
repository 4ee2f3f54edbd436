using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookReceiver.Inbox;
using WebhookReceiver.Observation;
using EventId = WebhookReceiver.Inbox.EventId;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Prepares the head of a lane for its turn, without asking the store: reads the event again if it was evicted, skips it if another lane has it in progress, and admits it to its next
/// handler. Also processes the answer of the store: drops duplicates, quarantines stale events, and restores the progress of earlier attempts. Used by one loop only.
/// </summary>
internal sealed partial class TurnPreparer(
    Lanes lanes,
    EvictedEvents evicted,
    IOutcomes outcomes,
    HandlerPlans plans,
    HandlerGates gates,
    OutcomeRecorder recorder,
    ReplayRecorder replays,
    AttemptRecorder attempts,
    StaleEvents stale,
    UnreadableDeliveries unreadable,
    EventOutlets outlets,
    DispatchTrouble trouble,
    IOptions<InboxOptions> inbox,
    ReceiverMetrics metrics,
    TimeProvider clock,
    ILogger<TurnPreparer> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly TimeSpan duplicateWindow = inbox.Value.DuplicateWindow;

    /// <returns>Null when nothing can be begun now; the lane has then been parked, queued for a place, or moved on.</returns>
    public async ValueTask<EventTurn?> PrepareAsync(Lane lane)
    {
        try
        {
            return await PrepareHeadAsync(lane);
        }
        catch (Exception exception)
        {
            // The disk cannot be read at the moment, or memory ran out. The event stays at the head and those behind it wait: it is neither dropped nor overtaken.
            PutOff(lane, exception);
            return null;
        }
    }

    /// <summary>Processes the answer of the store for a turn that it has not begun.</summary>
    /// <returns>True when the turn must be asked about again, in order to begin it; otherwise its lane has been taken care of.</returns>
    public async ValueTask<bool> AnswerAsync(EventTurn turn, EventStart answer)
    {
        var lane = turn.Lane;
        KeepAdmission(turn);

        try
        {
            switch (answer.Result)
            {
                case EventStartResult.Unavailable:
                    ReturnAdmission(lane);
                    PutOff(lane, answer.Problem!);
                    return false;

                case EventStartResult.NotOwned:
                    ReturnAdmission(lane);
                    await attempts.DropAsync(turn);
                    return false;

                case EventStartResult.Duplicate:
                    await SkipDuplicateAsync(turn, answer.SettledFor);
                    return false;

                default:
                    return await ExamineAsync(turn, answer.Progress) && Admit(turn) is not null;
            }
        }
        catch (Exception exception)
        {
            // Decisions that were not recorded are made again from the next answer of the store.
            turn.ForgetOutcomes();
            PutOff(lane, exception);
            return false;
        }
    }

    /// <summary>Puts off a turn that could not be begun.</summary>
    public void PutOff(EventTurn turn, Exception exception)
    {
        KeepAdmission(turn);
        ReturnAdmission(turn.Lane);
        PutOff(turn.Lane, exception);
    }

    /// <summary>Makes the lane of a turn that was not begun ready again.</summary>
    public void PutBack(EventTurn turn)
    {
        KeepAdmission(turn);
        lanes.MakeReady(turn.Lane);
    }

    /// <summary>Moves the admission from the turn to its lane, which uses it for the next turn or returns it.</summary>
    private static void KeepAdmission(EventTurn turn)
    {
        turn.Lane.Admission = turn.Admission.Bulkhead is null ? null : turn.Admission;
        turn.Admission = default;
    }

    /// <summary>Puts off a lane for a reason that is not the fault of its event.</summary>
    private void PutOff(Lane lane, Exception exception)
    {
        var pause = Math.Min(LongestPause.TotalSeconds, FirstPause.TotalSeconds * Math.Pow(2, Math.Min(lane.Failures, 10)));
        lane.Failures++;

        // A packed lane loses its count of failures. With many lanes waiting, the longest pause keeps the disk from being read for each of them every second.
        attempts.Postpone(lane, lanes.IsCrowded ? LongestPause : TimeSpan.FromSeconds(pause));
        trouble.LanePutOff(exception, lane.Failures);
    }

    private async ValueTask<EventTurn?> PrepareHeadAsync(Lane lane)
    {
        var turn = lane.Head!;
        turn.Lane = lane;

        if (turn.Unrecorded is not null)
        {
            await attempts.RepeatAsync(turn);
            return null;
        }

        if (!await FetchAsync(turn))
        {
            await GiveUpUnreadableAsync(turn);
            return null;
        }

        lane.Failures = 0;
        lanes.Name(lane, LaneKey.Of(turn.Delivery!.Endpoint, turn.Message!));

        if (turn.IsKnown)
        {
            return Admit(turn);
        }

        Identify(turn);

        if (turn.Letter is null && !IsAlone(turn))
        {
            await SkipDuplicateAsync(turn, settledFor: null);
            return null;
        }

        // Most events are new, and begin with the first question to the store.
        turn.IsOnlyLookedUp = (turn.IsStale && turn.Letter is null) || !TryAdmit(turn);
        return turn;
    }

    private async ValueTask GiveUpUnreadableAsync(EventTurn turn)
    {
        await unreadable.GiveUpAsync(turn.DeliveryProgress!.Position);
        ReturnAdmission(turn.Lane);

        if (turn.IsKnown)
        {
            await attempts.SettleAsync(turn);
        }
        else
        {
            await attempts.LeaveAsync(turn);
        }
    }

    /// <summary>Sets everything that is known without asking the store.</summary>
    private void Identify(EventTurn turn)
    {
        var type = turn.Message!.GetType();
        turn.IsStale = StaleRule.IsStale(turn.Message, clock.GetUtcNow(), duplicateWindow);

        if (turn.IsForOneHandler)
        {
            // The dead letter has the number of earlier attempts.
            turn.Id = EventId.OfReplay(turn.Letter!.Id);
            turn.Attempt = turn.Letter.Attempts + 1;
            turn.Owed = new OwedHandlers(plans.For(type, turn.Letter.Handler!));
        }
        else
        {
            turn.Id = EventId.Of(turn.Delivery!.Endpoint, turn.Message.Key);
            turn.OwedOutlets = outlets.OwedBy(progress: null);
            turn.Owed = new OwedHandlers(plans.For(type));
        }
    }

    /// <summary>Whether no other lane has the same event in progress. A settled event is removed from the progress in the store before it is removed here.</summary>
    private bool IsAlone(EventTurn turn) => turn.HasBegun = turn.HasBegun || lanes.TryBegin(turn.Id);

    private async ValueTask SkipDuplicateAsync(EventTurn turn, TimeSpan? settledFor)
    {
        if (logger.IsEnabled(LogLevel.Debug))
        {
            if (settledFor is { } age)
            {
                DuplicateHandled(logger, turn.Message!.Type, KeyOf(turn), turn.Delivery!.Endpoint, clock.GetUtcNow() - age);
            }
            else
            {
                DuplicateInProgress(logger, turn.Message!.Type, KeyOf(turn), turn.Delivery!.Endpoint);
            }
        }

        metrics.EventDuplicate();
        ReturnAdmission(turn.Lane);
        await attempts.LeaveAsync(turn);
    }

    private EventTurn? Admit(EventTurn turn)
    {
        var lane = turn.Lane;
        var now = clock.GetTimestamp();
        var index = turn.Owed.Next(now);

        if (index < 0 && !turn.Owed.IsDone)
        {
            // After a restart the next attempt may not be due yet.
            ReturnAdmission(lane);
            attempts.Park(turn, turn.Owed.Due);
            return null;
        }

        if (turn.IsSuspect)
        {
            // It must not hold a place that another event may wait for: it gets one when nothing else is in progress.
            ReturnAdmission(lane);
            return turn;
        }

        var bulkhead = NextBulkhead(turn, index);

        if (lane.Admission is { } granted && granted.Bulkhead == bulkhead)
        {
            lane.Admission = null;
            turn.Admission = granted;
            return turn;
        }

        ReturnAdmission(lane);

        // After this call another thread may be using the lane already.
        if (bulkhead.Admit(lane) is not { } admission)
        {
            attempts.EvictWhenCrowded(turn);
            return null;
        }

        turn.Admission = admission;
        return turn;
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

    /// <summary>Admits a new event if there is a place, without queuing it: until the store has answered, it may be a duplicate.</summary>
    private bool TryAdmit(EventTurn turn)
    {
        var bulkhead = NextBulkhead(turn, turn.Owed.Next(clock.GetTimestamp()));
        var granted = turn.Lane.Admission;

        if (granted is not null && granted.Value.Bulkhead == bulkhead)
        {
            turn.Lane.Admission = null;
            turn.Admission = granted.Value;
            return true;
        }

        ReturnAdmission(turn.Lane);

        if (bulkhead.TryAdmit() is not { } admission)
        {
            return false;
        }

        turn.Admission = admission;
        return true;
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
                ReturnAdmission(turn.Lane);
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
                ReturnAdmission(turn.Lane);
                await attempts.SettleAsync(turn);
                metrics.EventHandled();
                return false;
            }

            await turn.RecordAsync(outcomes);
        }
        else if (turn.IsStale && turn.Letter is null && stale.TryQuarantine(turn))
        {
            ReturnAdmission(turn.Lane);
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

    /// <summary>The prefix of the key by which all logs name the event.</summary>
    private static string KeyOf(EventTurn turn) => turn.Message!.Key.ToString()[..12];

    /// <returns>False when its bytes are damaged.</returns>
    private async ValueTask<bool> FetchAsync(EventTurn turn)
    {
        if (turn.TryRecall())
        {
            return true;
        }

        if (await evicted.ReadAsync(turn.DeliveryProgress!, turn.Ordinal) is not { } read)
        {
            return false;
        }

        (turn.Delivery, turn.Message) = read;
        return true;
    }

    private static void ReturnAdmission(Lane lane)
    {
        if (lane.Admission is { } unused)
        {
            lane.Admission = null;
            unused.Bulkhead.GiveBack(unused);
        }
    }

    [LoggerMessage(1515, LogLevel.Debug, "Event {EventType} {Key} on endpoint {Endpoint} is a duplicate of one that was handled at {HandledAt:u}, and was skipped")]
    private static partial void DuplicateHandled(ILogger logger, string eventType, string key, string endpoint, DateTimeOffset handledAt);

    [LoggerMessage(1516, LogLevel.Debug, "Event {EventType} {Key} on endpoint {Endpoint} is a duplicate of one that is being handled, and was skipped")]
    private static partial void DuplicateInProgress(ILogger logger, string eventType, string key, string endpoint);
}
