using Microsoft.Extensions.Logging;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Adds the outcome of a replay to the outcomes of the turn: the dead letter is handled and removed, or it stays with the new exception. A replay has a single attempt, and its
/// result is shown to the operator.
/// </summary>
internal sealed partial class ReplayRecorder(
    RetrySchedule schedule, TimeProvider clock, ILogger<ReplayRecorder> logger)
{
    public void Record(EventTurn turn, List<CallResult> results)
    {
        var letter = turn.Letter!;
        var now = clock.GetUtcNow();

        switch (results)
        {
            case []:
                Keep(turn, letter with { Cause = DeadLetterCause.HandlerMissing, LastAttemptAt = now });
                break;

            case [{ Exception: { } exception } result]:
                Keep(turn, letter with
                {
                    Cause = exception is PermanentFailureException ? DeadLetterCause.NeverRetry : DeadLetterCause.AttemptsExhausted,
                    ExceptionType = ExceptionText.TypeOf(exception),
                    ExceptionMessage = ExceptionText.MessageOf(exception),
                    Attempts = turn.Attempt,
                    FirstAttemptAt = letter.Attempts is 0 ? now - clock.GetElapsedTime(result.Begun) : letter.FirstAttemptAt,
                    LastAttemptAt = now,
                });
                break;

            default:
                turn.Outcomes.DeadLetterRemoved(letter.Id, DeadLetterRemoval.Handled);
                ReplayEnded(logger, letter.Id, letter.Handler, letter.Replays);
                break;
        }
    }

    /// <summary>Ends a replay that was in progress at as many deaths of the process as a handler has attempts.</summary>
    public bool TryGiveUpDeadly(EventTurn turn)
    {
        if (!schedule.IsDeadly(failures: 0, turn.Deaths))
        {
            return false;
        }

        var letter = turn.Letter!;
        Keep(turn, letter with { Cause = DeadLetterCause.ProcessDied, Attempts = letter.Attempts + turn.Deaths, LastAttemptAt = clock.GetUtcNow() });
        return true;
    }

    private void Keep(EventTurn turn, DeadLetter letter)
    {
        // If it was erased meanwhile, the store ignores this.
        turn.Outcomes.DeadLettered(letter with { IsReplaying = false }, turn.Delivery!.Body);
        ReplayFailed(logger, letter.Id, letter.Handler, letter.Replays, letter.Cause);
    }

    [LoggerMessage(1520, LogLevel.Information, "Dead letter {LetterId} was handled by {Handler} at replay {Replays}")]
    private static partial void ReplayEnded(ILogger logger, Guid letterId, string? handler, int replays);

    [LoggerMessage(1521, LogLevel.Warning, "Dead letter {LetterId} failed again in {Handler} at replay {Replays}: {Cause}")]
    private static partial void ReplayFailed(ILogger logger, Guid letterId, string? handler, int replays, DeadLetterCause cause);
}
