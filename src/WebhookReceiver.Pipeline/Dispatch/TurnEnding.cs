using WebhookReceiver.Inbox;
using WebhookReceiver.Observation;

namespace WebhookReceiver.Dispatch;

/// <summary>Ends the turn of an event: settled, and the next of its conversation has its turn; or parked until a handler is to be called again. From any thread.</summary>
internal sealed class TurnEnding(
    OutcomeRecorder recorder, ReplayRecorder replays, Lanes lanes, IOutcomes outcomes, IDeliverySource source, ReceiverMetrics metrics, TimeProvider clock)
{
    private static readonly TimeSpan Postponement = TimeSpan.FromSeconds(1);

    /// <param name="turn">The event.</param>
    /// <param name="results">What came of the calls.</param>
    /// <param name="isCut">Whether a call was cut short, or not begun, because the service stops: then the event stays open.</param>
    public void End(EventTurn turn, List<CallResult> results, bool isCut)
    {
        if (turn.IsForOneHandler)
        {
            // Not a call any more that could end otherwise: an open letter is replayed again after the next start.
            if (!isCut)
            {
                replays.Record(turn, results);
                lanes.Done(turn.Lane);
            }

            return;
        }

        var due = recorder.Record(turn, results, isCut);

        if (isCut)
        {
            return;
        }

        if (due is { } timestamp)
        {
            Park(turn, timestamp);
            return;
        }

        Settle(turn);
        metrics.EventHandled();
    }

    /// <summary>The event has come to its end, here or before.</summary>
    public void Settle(EventTurn turn)
    {
        outcomes.EventSettled(turn.Id);

        if (turn.Letter is { } letter)
        {
            outcomes.DeadLetterRemoved(letter.Id, DeadLetterRemoval.Handled);
        }

        Leave(turn);
    }

    /// <summary>Nothing more is to be done about the event here: it makes room for the next.</summary>
    public void Leave(EventTurn turn)
    {
        turn.Waiting.Tally?.CountDown();
        Cool(turn);
        lanes.Done(turn.Lane);
    }

    /// <summary>Parks the lane until an attempt is due. What can be read again from disk is let go meanwhile.</summary>
    public void Park(EventTurn turn, long due)
    {
        if (source.IsDurable && turn.Waiting.Tally is not null)
        {
            Cool(turn);
            turn.LetGo();
        }

        lanes.Park(turn.Lane, due);
    }

    /// <summary>Gives an event that met a mistake of ours another turn, soon.</summary>
    public void Postpone(EventTurn turn) => lanes.Park(turn.Lane, clock.TimestampIn(Postponement));

    private static void Cool(EventTurn turn)
    {
        if (turn.Waiting.Message is not null)
        {
            turn.Waiting.Message = null;
            turn.Waiting.Tally?.Cool();
        }
    }
}
