using System.Runtime.InteropServices;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Dispatch;

/// <summary>What follows from a failed call: a retry after a delay, or a dead letter and its cause.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FailureVerdict(TimeSpan Delay, DeadLetterCause? GivenUp)
{
    public static FailureVerdict Of(
        Exception exception, int attempts, DateTimeOffset firstAt, DateTimeOffset now, RetrySchedule schedule, TimeSpan duplicateWindow)
    {
        // A filter or Task.WhenAll may have wrapped the exception of the handler.
        var said = exception is AggregateException { InnerExceptions: [var only] } ? only : exception;

        if (said is PermanentFailureException)
        {
            return new FailureVerdict(TimeSpan.Zero, DeadLetterCause.NeverRetry);
        }

        if (schedule.IsExhausted(attempts))
        {
            return new FailureVerdict(TimeSpan.Zero, DeadLetterCause.AttemptsExhausted);
        }

        return said is RetryAtException later
            ? new FailureVerdict(schedule.DelayUntil(later.RetryAt, firstAt, now, duplicateWindow, attempts), GivenUp: null)
            : new FailureVerdict(schedule.DelayAfter(attempts), GivenUp: null);
    }
}
