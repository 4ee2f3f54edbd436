using Microsoft.Extensions.Options;
using WebhookReceiver.Inbox;
using WebhookReceiver.Observation;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Looks at the head of a lane whose turn it is: read it again where it was let go, pass over what came to its end before, set aside what is stale, and remember what is
/// known of it from an earlier life. One loop only.
/// </summary>
internal sealed class TurnTaker(
    Lanes lanes, ColdEvents cold, IOutcomes outcomes, TurnEnding ending, StaleEvents stale, IOptions<InboxOptions> inbox, ReceiverMetrics metrics, TimeProvider clock)
{
    private readonly TimeSpan duplicateWindow = inbox.Value.DuplicateWindow;

    /// <returns>Null when there is nothing to handle (now): then the lane has been seen to.</returns>
    public EventTurn? Take(Lane lane)
    {
        var waiting = lane.Head!;
        var turn = waiting.Turn ??= new EventTurn(waiting);
        turn.Lane = lane;

        if (!Fetch(turn))
        {
            // The delivery is damaged on disk; the source has said so. It is never settled, so nobody takes it for handled.
            lanes.Done(lane);
            return null;
        }

        if (turn.IsForOneHandler)
        {
            turn.Attempt = turn.Letter!.Attempts + 1;
            turn.IsStale = StaleRule.IsStale(turn.Message!, clock.GetUtcNow(), duplicateWindow);
            return turn;
        }

        if (!turn.IsKnown && !GetToKnow(turn))
        {
            return null;
        }

        // After a restart it may be early: then nothing is begun.
        if (turn.Attempts is { HasUnfinished: true } attempts && attempts.Due > clock.GetTimestamp())
        {
            ending.Park(turn, attempts.Due);
            return null;
        }

        return turn;
    }

    private bool GetToKnow(EventTurn turn)
    {
        turn.Id = EventId.Of(turn.Delivery!.Endpoint, turn.Message!.Key);

        if (turn.Letter is null)
        {
            // In this order: what is in work is settled before it leaves the work, so one of the two tells.
            turn.HasBegun = lanes.TryBegin(turn.Id);

            if (!turn.HasBegun || outcomes.IsSettled(turn.Id))
            {
                metrics.EventDuplicate();
                ending.Leave(turn);
                return false;
            }
        }

        turn.IsKnown = true;
        turn.IsStale = StaleRule.IsStale(turn.Message, clock.GetUtcNow(), duplicateWindow);
        var progress = outcomes.ProgressOf(turn.Id);

        // What was begun before it became stale is brought to its end.
        if (turn.IsStale && progress is null && turn.Letter is null && stale.TrySetAside(turn))
        {
            ending.Settle(turn);
            return false;
        }

        turn.NeedsLine = progress is null or { Handlers.Count: 0 };

        if (progress is not null)
        {
            turn.Attempt = progress.Starts;
            turn.Attempts = progress.Handlers.Count is 0 ? null : EventAttempts.Restored(progress, clock);
        }

        return true;
    }

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

        if (cold.Read(waiting.Tally!.Position, waiting.Ordinal) is not { } read)
        {
            return false;
        }

        (turn.Delivery, turn.Message) = read;
        return true;
    }
}
