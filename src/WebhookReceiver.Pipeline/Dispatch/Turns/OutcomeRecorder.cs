using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookReceiver.Inbox;
using WebhookReceiver.Observation;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Decides what follows from the results of an attempt, and adds it to the outcomes of the turn: which handlers have finished, which are called again and when, and for which
/// the event becomes a dead letter. May be repeated after it failed halfway: decisions that were made are kept.
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

    /// <returns>Whether no handler is owed. The caller then records the event as settled, which covers its handlers.</returns>
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
            // An attempt that was cut short is repeated after the next start, and passes the outlets again with its new number.
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

    /// <summary>Adds that a handler has finished with the event or refused it.</summary>
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

    /// <summary>Gives up on handlers that an event owes and that no longer exist.</summary>
    public void GiveUpMissing(EventTurn turn) => GiveUp(turn, DeadLetterCause.HandlerMissing, index => turn.Owed.Plan.Calls[index].Handler is null);

    /// <summary>Gives up on an event that was in progress at as many deaths of the process as a handler has attempts.</summary>
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

        turn.Outcomes.HandlerFailed(turn.Id, handler, new HandlerFailure(number, first, now, now + verdict.Delay), ExceptionText.TypeOf(exception));
        turn.Owed.CallAgain(result.Index, number, first, clock.TimestampIn(verdict.Delay));
        metrics.HandlerRetried(handler);
        turn.Owed.Plan.Calls[result.Index].Gate.Figures.Retried();
        HandlerWaits(logger, handler, turn.Message!.Type, new ShortKey(turn.Message.Key), number, verdict.Delay);
    }

    /// <summary>Adds the dead letter to the outcomes before the handler counts as finished, so that a failure in between loses neither.</summary>
    private void GiveUp(EventTurn turn, int index, DeadLetter letter)
    {
        turn.Outcomes.DeadLettered(letter, DeadLetterBody.Of(turn.Delivery!, turn.Message!));
        turn.Owed.Finish(index);
        turn.IsGivenUp = true;
        metrics.EventDeadLettered(letter.Cause.Text);
        turn.Owed.Plan.Calls[index].Gate.Figures.DeadLettered();
        HandlerGaveUp(logger, letter.Handler, letter.EventType, new ShortKey(turn.Message!.Key), letter.Attempts, letter.Cause, letter.Id);
    }

    [LoggerMessage(1605, LogLevel.Error, "Handler {Handler} was given up on for {EventType} {EventKey} after {Attempts} attempt(s), {Cause}: dead letter {LetterId}")]
    private static partial void HandlerGaveUp(ILogger logger, string? handler, string eventType, ShortKey eventKey, int attempts, DeadLetterCause cause, Guid letterId);

    [LoggerMessage(1606, LogLevel.Information, "Handler {Handler} will be called again for {EventType} {EventKey}, after attempt {Attempt}, in {Delay}")]
    private static partial void HandlerWaits(ILogger logger, string handler, string eventType, ShortKey eventKey, int attempt, TimeSpan delay);
}
