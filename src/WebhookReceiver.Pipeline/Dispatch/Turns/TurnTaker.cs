using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookReceiver.Inbox;
using WebhookReceiver.Observation;
using EventId = WebhookReceiver.Inbox.EventId;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Looks at the head of a lane whose turn it is: reads it again where it was evicted, passes over what was settled before, quarantines what is stale, looks up what
/// earlier runs have left of it, and has it admitted to its next handler. One loop only.
/// </summary>
internal sealed partial class TurnTaker(
    Lanes lanes,
    ColdEvents cold,
    IOutcomes outcomes,
    HandlerPlans plans,
    HandlerGates gates,
    OutcomeRecorder recorder,
    ReplayRecorder replays,
    TurnEnding ending,
    StaleEvents stale,
    UnreadableDeliveries unreadable,
    DispatchTrouble trouble,
    IOptions<InboxOptions> inbox,
    ReceiverMetrics metrics,
    TimeProvider clock,
    ILogger<TurnTaker> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly TimeSpan duplicateWindow = inbox.Value.DuplicateWindow;

    /// <returns>Null when there is nothing to run now: then the lane has been seen to.</returns>
    public EventTurn? Take(Lane lane)
    {
        try
        {
            return TakeHead(lane);
        }
        catch (Exception exception)
        {
            // The disk that cannot be read just now, or memory that ran out. The event keeps its place, and those behind it wait: it is neither dropped nor overtaken.
            PutOff(lane, exception);
            return null;
        }
    }

    private EventTurn? TakeHead(Lane lane)
    {
        var waiting = lane.Head!;
        var turn = waiting.Turn ??= new EventTurn(waiting);
        turn.Lane = lane;

        if (turn.Unrecorded is not null)
        {
            ending.Repeat(turn);
            return null;
        }

        if (!Fetch(turn))
        {
            unreadable.GiveUp(waiting.Tally!.Position);
            ReturnAdmission(lane);

            if (turn.IsKnown)
            {
                ending.Settle(turn);
            }
            else
            {
                ending.Leave(turn);
            }

            return null;
        }

        lane.Failures = 0;
        lanes.Name(lane, LaneKey.Of(turn.Delivery!.Endpoint, turn.Message!));

        if (!turn.IsKnown && !GetToKnow(turn))
        {
            return null;
        }

        return Admit(turn);
    }

    private EventTurn? Admit(EventTurn turn)
    {
        var lane = turn.Lane;
        var now = clock.GetTimestamp();
        var index = turn.Owed.Next(now);

        if (index < 0 && !turn.Owed.IsDone)
        {
            // After a restart it may be early: then nothing is begun.
            ReturnAdmission(lane);
            ending.Park(turn, turn.Owed.Due);
            return null;
        }

        if (turn.IsSuspect)
        {
            // It holds no place that another may wait for: it gets one when nothing else is in progress.
            ReturnAdmission(lane);
            return turn;
        }

        var bulkhead = index < 0 ? gates.Unclaimed : BulkheadOf(turn, index);

        if (lane.Admission is { } granted && granted.Bulkhead == bulkhead)
        {
            lane.Admission = null;
            turn.Admission = granted;
            return turn;
        }

        ReturnAdmission(lane);

        // Before it waits, because afterwards the lane may be in other hands.
        if (bulkhead.Admit(lane) is not { } admission)
        {
            ending.EvictWhenCrowded(turn);
            return null;
        }

        turn.Admission = admission;
        return turn;
    }

    private static Bulkhead BulkheadOf(EventTurn turn, int index)
    {
        var gate = turn.Owed.Plan.Calls[index].Gate;
        return turn.Owed.IsToBeAsked(index) ? gate.Asks : gate.Calls;
    }

    private bool GetToKnow(EventTurn turn)
    {
        var type = turn.Message!.GetType();

        if (turn.IsForOneHandler)
        {
            turn.Id = EventId.OfReplay(turn.Letter!.Id);
            turn.Attempt = turn.Letter.Attempts + 1;
            turn.Deaths = outcomes.ProgressOf(turn.Id)?.Deaths ?? 0;
            turn.IsStale = StaleRule.IsStale(turn.Message!, clock.GetUtcNow(), duplicateWindow);
            turn.Owed = new OwedHandlers(plans.For(type, turn.Letter.Handler!));

            if (replays.TryGiveUpDeadly(turn))
            {
                lanes.Done(turn.Lane);
                return false;
            }

            turn.IsKnown = true;
            return true;
        }

        turn.Id = EventId.Of(turn.Delivery!.Endpoint, turn.Message!.Key);

        if (turn.Letter is null && IsDuplicate(turn))
        {
            metrics.EventDuplicate();
            ReturnAdmission(turn.Lane);
            ending.Leave(turn);
            return false;
        }

        turn.IsStale = StaleRule.IsStale(turn.Message, clock.GetUtcNow(), duplicateWindow);
        var progress = outcomes.ProgressOf(turn.Id);

        // What was begun before it became stale is finished.
        if (turn.IsStale && progress is null && turn.Letter is null && stale.TryQuarantine(turn))
        {
            ReturnAdmission(turn.Lane);
            ending.Settle(turn);
            return false;
        }

        turn.NeedsLine = progress is null or { Handlers.Count: 0 };

        if (progress is null)
        {
            turn.Owed = new OwedHandlers(plans.For(type));
        }
        else
        {
            turn.Attempt = progress.Starts;
            turn.Deaths = progress.Deaths;
            turn.Owed = OwedHandlers.Restored(plans.For(type, progress), progress, turn.Waiting.IsDue, clock);
            recorder.GiveUpMissing(turn);
            recorder.GiveUpDeadly(turn);

            if (turn.Owed.IsDone)
            {
                ReturnAdmission(turn.Lane);
                ending.Settle(turn);
                metrics.EventHandled();
                return false;
            }
        }

        turn.IsKnown = true;
        return true;
    }

    /// <summary>In this order: what is in progress is settled before it leaves the progress, so one of the two is true.</summary>
    private bool IsDuplicate(EventTurn turn)
    {
        turn.Waiting.HasBegun = turn.Waiting.HasBegun || lanes.TryBegin(turn.Id);

        if (!turn.Waiting.HasBegun)
        {
            if (logger.IsEnabled(LogLevel.Debug))
            {
                DuplicateInProgress(logger, turn.Message!.Type, KeyOf(turn), turn.Delivery!.Endpoint);
            }

            return true;
        }

        if (outcomes.SettledFor(turn.Id) is not { } age)
        {
            return false;
        }

        if (logger.IsEnabled(LogLevel.Debug))
        {
            DuplicateHandled(logger, turn.Message!.Type, KeyOf(turn), turn.Delivery!.Endpoint, clock.GetUtcNow() - age);
        }

        return true;
    }

    /// <summary>Enough to find it in the event log.</summary>
    private static string KeyOf(EventTurn turn) => turn.Message!.Key.ToString()[..12];

    private bool Fetch(EventTurn turn)
    {
        if (turn.Message is not null)
        {
            return true;
        }

        var waiting = turn.Waiting;

        if (waiting is { Message: { } message, Tally.Content: { } delivery })
        {
            (turn.Message, turn.Delivery) = (message, delivery);
            return true;
        }

        if (cold.Read(waiting.Tally!, waiting.Ordinal) is not { } read)
        {
            return false;
        }

        (turn.Delivery, turn.Message) = read;
        return true;
    }

    private void PutOff(Lane lane, Exception exception)
    {
        var pause = Math.Min(LongestPause.TotalSeconds, FirstPause.TotalSeconds * Math.Pow(2, Math.Min(lane.Failures, 10)));
        lane.Failures++;
        // A lane that is packed forgets how often that was; where there are many, the disk is not asked for each of them every second.
        ending.Postpone(lane, lanes.IsCrowded ? LongestPause : TimeSpan.FromSeconds(pause));
        trouble.LanePutOff(exception, lane.Failures);
    }

    private static void ReturnAdmission(Lane lane)
    {
        if (lane.Admission is { } unused)
        {
            lane.Admission = null;
            unused.Bulkhead.GiveBack(unused);
        }
    }

    [LoggerMessage(1515, LogLevel.Debug, "Event {EventType} {Key} on endpoint {Endpoint} is a duplicate of one that was handled at {HandledAt:u}, and is passed over")]
    private static partial void DuplicateHandled(ILogger logger, string eventType, string key, string endpoint, DateTimeOffset handledAt);

    [LoggerMessage(1516, LogLevel.Debug, "Event {EventType} {Key} on endpoint {Endpoint} is a duplicate of one that is being handled, and is passed over")]
    private static partial void DuplicateInProgress(ILogger logger, string eventType, string key, string endpoint);
}
