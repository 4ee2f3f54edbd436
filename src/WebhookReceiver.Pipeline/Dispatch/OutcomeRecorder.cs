using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookReceiver.Handlers;
using WebhookReceiver.Inbox;
using WebhookReceiver.Observation;

namespace WebhookReceiver.Dispatch;

/// <summary>Writes down what came of the calls of an event: who is through with it, who is to be called again and when, and whose dead letter it is.</summary>
internal sealed partial class OutcomeRecorder(
    IOutcomes outcomes,
    HandlerRegistry handlers,
    RetrySchedule schedule,
    IOptions<InboxOptions> inbox,
    ReceiverMetrics metrics,
    TimeProvider clock,
    ILogger<OutcomeRecorder> logger)
{
    private readonly TimeSpan duplicateWindow = inbox.Value.DuplicateWindow;

    /// <returns>When the first handler is to be called again, as a timestamp; null when none is.</returns>
    public long? Record(EventTurn turn, List<CallResult> results, bool isCut)
    {
        // As a rule: everybody succeeded at the first attempt, and the end of the event says so.
        if (turn.Attempts is null && !isCut && results.TrueForAll(static result => result.Exception is null))
        {
            return null;
        }

        var attempts = turn.Attempts ??= new EventAttempts();

        foreach (var result in results)
        {
            if (result.Exception is { } exception)
            {
                Failed(turn, attempts, result, exception);
            }
            else
            {
                attempts.Finish(result.Handler);
            }
        }

        GiveUpMissing(turn, attempts);
        var isOpen = isCut || attempts.HasUnfinished;

        if (isOpen)
        {
            foreach (var result in results.Where(static result => result.Exception is null && result.IsWanted))
            {
                outcomes.HandlerSucceeded(turn.Id, result.Handler);
            }
        }

        return isOpen && attempts.HasUnfinished ? attempts.Due : null;
    }

    private void Failed(EventTurn turn, EventAttempts attempts, CallResult result, Exception exception)
    {
        var now = clock.GetUtcNow();
        var before = attempts.Of(result.Handler);
        var number = (before?.Attempts ?? 0) + 1;
        var first = before?.FirstAt ?? now - clock.GetElapsedTime(result.Begun);
        var verdict = FailureVerdict.Of(exception, number, first, now, schedule, duplicateWindow);

        if (verdict.GivenUp is { } cause)
        {
            attempts.Finish(result.Handler);
            GiveUp(turn, DeadLetters.Of(turn, result.Handler, cause, now) with
            {
                ExceptionType = exception.GetType().FullName,
                ExceptionMessage = exception.Message,
                Attempts = number,
                FirstAttemptAt = first,
                LastAttemptAt = now,
            });
            return;
        }

        attempts.Failed(result.Handler, new HandlerAttempts(number, first, clock.TimestampIn(verdict.Delay), IsFinished: false));
        outcomes.HandlerFailed(turn.Id, result.Handler, new HandlerFailure(number, first, now, now + verdict.Delay));
        metrics.HandlerRetried(result.Handler);
        HandlerWaits(logger, result.Handler, turn.Message!.Type, number, verdict.Delay);
    }

    /// <summary>A handler that failed in an earlier life and does not exist any more cannot be waited for.</summary>
    private void GiveUpMissing(EventTurn turn, EventAttempts attempts)
    {
        var type = turn.Message!.GetType();
        var now = clock.GetUtcNow();

        foreach (var (name, known) in attempts.Unfinished.Where(handler => handlers.Find(type, handler.Key) is null).ToList())
        {
            attempts.Finish(name);
            GiveUp(turn, DeadLetters.Of(turn, name, DeadLetterCause.HandlerMissing, now) with
            {
                Attempts = known.Attempts,
                FirstAttemptAt = known.FirstAt,
            });
        }
    }

    private void GiveUp(EventTurn turn, DeadLetter letter)
    {
        outcomes.DeadLettered(letter, DeadLetterBody.Of(turn.Delivery!, turn.Message!));
        metrics.EventDeadLettered(letter.Cause.Text);
        HandlerGaveUp(logger, letter.Handler, letter.EventType, letter.Attempts, letter.Cause, letter.Id);
    }

    [LoggerMessage(1605, LogLevel.Error, "Handler {Handler} is not called again for {EventType} after {Attempts} attempt(s), {Cause}: dead letter {LetterId}")]
    private static partial void HandlerGaveUp(ILogger logger, string? handler, string eventType, int attempts, DeadLetterCause cause, Guid letterId);

    [LoggerMessage(1606, LogLevel.Information, "Handler {Handler} is called again for {EventType}, after attempt {Attempt}, in {Delay}")]
    private static partial void HandlerWaits(ILogger logger, string handler, string eventType, int attempt, TimeSpan delay);
}
