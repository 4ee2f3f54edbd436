using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookReceiver.Inbox;
using WebhookReceiver.Observation;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Decides what follows from the results of an attempt, and adds it to the outcomes of the turn: which handlers have finished, which are to be called again and when, and
/// whose dead letter the event is. May be repeated when it failed in the middle: what was decided before is not decided otherwise.
/// </summary>
internal sealed partial class OutcomeRecorder(
    EventOutlets outlets,
    RetrySchedule schedule,
    IOptions<InboxOptions> inbox,
    ReceiverMetrics metrics,
    TimeProvider clock,
    ILogger<OutcomeRecorder> logger)
{
    private readonly TimeSpan duplicateWindow = inbox.Value.DuplicateWindow;

    /// <returns>Whether nothing is owed any more. Then the end of the event says the rest.</returns>
    public bool Record(EventTurn turn, AttemptResults results)
    {
        foreach (var result in results.Calls)
        {
            if (result.Exception is { } exception && turn.Owed.IsUndecided(result.Index))
            {
                Failed(turn, result, exception);
            }
        }

        GiveUpMissing(turn);

        if (turn.Owed.IsDone)
        {
            return true;
        }

        if (!results.IsCut)
        {
            // What was cut short is handled anew after the next start, and passes the outlets with the number of that attempt.
            outlets.AddPassed(turn);
        }

        foreach (var result in results.Calls)
        {
            if (result.Exception is null)
            {
                Succeeded(turn, result);
            }
        }

        return false;
    }

    /// <summary>A handler has finished with the event, or refused it.</summary>
    public static void Succeeded(EventTurn turn, CallResult result)
    {
        var handler = turn.Owed.Plan.Calls[result.Index].Name;

        if (result.IsWanted)
        {
            turn.Outcomes.HandlerSucceeded(turn.Id, handler);
        }
        else
        {
            turn.Outcomes.HandlerNotWanted(turn.Id, handler);
        }
    }

    /// <summary>A handler that an event owes and that does not exist any more cannot be waited for.</summary>
    public void GiveUpMissing(EventTurn turn) => GiveUp(turn, DeadLetterCause.HandlerMissing, index => turn.Owed.Plan.Calls[index].Handler is null);

    /// <summary>Gives up what has killed the process, or may have, as often as a handler may be called.</summary>
    public void GiveUpDeadly(EventTurn turn)
    {
        if (turn.Deaths > 0)
        {
            GiveUp(turn, DeadLetterCause.ProcessDied, index => schedule.IsDeadly(turn.Owed.FailuresOf(index).Failures, turn.Deaths));
        }
    }

    private void GiveUp(EventTurn turn, DeadLetterCause cause, Func<int, bool> which)
    {
        foreach (var index in turn.Owed.Owed().Where(which).ToList())
        {
            var now = clock.GetUtcNow();
            var (failures, firstAt) = turn.Owed.FailuresOf(index);

            GiveUp(turn, index, DeadLetters.Of(turn, turn.Owed.Plan.Calls[index].Name, cause, now) with
            {
                Attempts = failures + turn.Deaths,
                FirstAttemptAt = firstAt ?? now,
            });
        }
    }

    private void Failed(EventTurn turn, CallResult result, Exception exception)
    {
        var now = clock.GetUtcNow();
        var handler = turn.Owed.Plan.Calls[result.Index].Name;
        var (failures, firstAt) = turn.Owed.FailuresOf(result.Index);
        var number = failures + 1;
        var first = firstAt ?? now - clock.GetElapsedTime(result.Begun);
        var verdict = FailureVerdict.Of(exception, number + turn.Deaths, first, now, schedule, duplicateWindow);

        if (verdict.GivenUp is { } cause)
        {
            GiveUp(turn, result.Index, DeadLetters.Of(turn, handler, cause, now) with
            {
                ExceptionType = ExceptionText.TypeOf(exception),
                ExceptionMessage = ExceptionText.MessageOf(exception),
                Attempts = number + turn.Deaths,
                FirstAttemptAt = first,
                LastAttemptAt = now,
            });
            return;
        }

        turn.Outcomes.HandlerFailed(turn.Id, handler, new HandlerFailure(number, first, now, now + verdict.Delay));
        turn.Owed.CallAgain(result.Index, number, first, clock.TimestampIn(verdict.Delay));
        metrics.HandlerRetried(handler);
        HandlerWaits(logger, handler, turn.Message!.Type, number, verdict.Delay);
    }

    /// <summary>The dead letter is among the outcomes before the handler counts as finished: an event must not lose both.</summary>
    private void GiveUp(EventTurn turn, int index, DeadLetter letter)
    {
        turn.Outcomes.DeadLettered(letter, DeadLetterBody.Of(turn.Delivery!, turn.Message!));
        turn.Owed.Finish(index);
        metrics.EventDeadLettered(letter.Cause.Text);
        HandlerGaveUp(logger, letter.Handler, letter.EventType, letter.Attempts, letter.Cause, letter.Id);
    }

    [LoggerMessage(1605, LogLevel.Error, "Handler {Handler} is not called again for {EventType} after {Attempts} attempt(s), {Cause}: dead letter {LetterId}")]
    private static partial void HandlerGaveUp(ILogger logger, string? handler, string eventType, int attempts, DeadLetterCause cause, Guid letterId);

    [LoggerMessage(1606, LogLevel.Information, "Handler {Handler} is called again for {EventType}, after attempt {Attempt}, in {Delay}")]
    private static partial void HandlerWaits(ILogger logger, string handler, string eventType, int attempt, TimeSpan delay);
}
