using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Observation;
using EventId = WebhookReceiver.Inbox.EventId;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Prepares the head of a lane for its turn, without asking the store: reads the event again if it was evicted, skips it if another lane has it in progress, and admits it to its next
/// handler. Used by one loop only.
/// </summary>
internal sealed partial class TurnPreparer(
    Lanes lanes,
    TurnAdmission admission,
    EvictedEvents evicted,
    HandlerPlans plans,
    AttemptRecorder attempts,
    UnreadableDeliveries unreadable,
    EventOutlets outlets,
    DispatchTrouble trouble,
    EventTap tap,
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

    /// <summary>Puts off a turn that could not be begun.</summary>
    public void PutOff(EventTurn turn, Exception exception)
    {
        TurnAdmission.Keep(turn);
        TurnAdmission.Return(turn.Lane);
        PutOff(turn.Lane, exception);
    }

    /// <summary>Makes the lane of a turn that was not begun ready again.</summary>
    public void PutBack(EventTurn turn)
    {
        TurnAdmission.Keep(turn);
        lanes.MakeReady(turn.Lane);
    }

    /// <summary>Puts off a lane for a reason that is not the fault of its event.</summary>
    public void PutOff(Lane lane, Exception exception)
    {
        var pause = Math.Min(LongestPause.TotalSeconds, FirstPause.TotalSeconds * Math.Pow(2, Math.Min(lane.Failures, 10)));
        lane.Failures++;

        // A packed lane loses its count of failures. With many lanes waiting, the longest pause keeps the disk from being read for each of them every second.
        attempts.Postpone(lane, lanes.IsCrowded ? LongestPause : TimeSpan.FromSeconds(pause));
        trouble.LanePutOff(exception, lane.Failures);
    }

    /// <summary>Drops an event that has been handled, or is being handled in another lane.</summary>
    /// <param name="turn">The turn of the event.</param>
    /// <param name="settledFor">How long ago it was settled; null when it is being handled.</param>
    public async ValueTask SkipDuplicateAsync(EventTurn turn, TimeSpan? settledFor)
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
        tap.Saw(turn.Delivery, turn.Message, EventSighting.Duplicate);
        TurnAdmission.Return(turn.Lane);
        await attempts.LeaveAsync(turn);
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
        var key = LaneKey.Of(turn.Delivery!.Endpoint, turn.Message!);
        lanes.Name(lane, key);

        // The delivery of a replay is made of its dead letter, and has no part.
        turn.Slot = turn.Delivery.Part?.SlotOf(key) ?? (turn.Letter is null ? (byte)0 : Slots.Of(key));

        if (turn.IsKnown)
        {
            return admission.Admit(turn);
        }

        Identify(turn);

        if (turn.Letter is null && !IsAlone(turn))
        {
            await SkipDuplicateAsync(turn, settledFor: null);
            return null;
        }

        // Most events are new, and begin with the first question to the store.
        turn.IsOnlyLookedUp = (turn.IsStale && turn.Letter is null) || !admission.TryAdmit(turn);
        return turn;
    }

    private async ValueTask GiveUpUnreadableAsync(EventTurn turn)
    {
        await unreadable.GiveUpAsync(turn.DeliveryProgress!.Position);
        TurnAdmission.Return(turn.Lane);

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

    private static ShortKey KeyOf(EventTurn turn) => new(turn.Message!.Key);

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

    [LoggerMessage(1515, LogLevel.Debug, "Event {EventType} {EventKey} on endpoint {Endpoint} is a duplicate of one that was handled at {HandledAt:u}, and was skipped")]
    private static partial void DuplicateHandled(ILogger logger, string eventType, ShortKey eventKey, string endpoint, DateTimeOffset handledAt);

    [LoggerMessage(1516, LogLevel.Debug, "Event {EventType} {EventKey} on endpoint {Endpoint} is a duplicate of one that is being handled, and was skipped")]
    private static partial void DuplicateInProgress(ILogger logger, string eventType, ShortKey eventKey, string endpoint);
}
