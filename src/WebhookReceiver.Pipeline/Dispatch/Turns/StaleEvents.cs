using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookReceiver.Inbox;
using WebhookReceiver.Observation;

namespace WebhookReceiver.Dispatch;

/// <summary>Applies <c>Inbox:StaleEvents</c> to events that are older than the duplicate window. Logs a warning with their number at most once a minute.</summary>
internal sealed partial class StaleEvents(
    IOptions<InboxOptions> options, ReceiverMetrics metrics, TimeProvider clock, ILogger<StaleEvents> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private long? warnedAt;
    private int quarantined;

    /// <returns>True when it becomes a dead letter, which is added to its outcomes; false when it is handled anyway.</returns>
    public bool TryQuarantine(EventTurn turn)
    {
        metrics.EventStale();

        if (options.Value.StaleEvents is StalePolicy.Handle)
        {
            return false;
        }

        turn.Outcomes.DeadLettered(
            DeadLetters.Of(turn, handler: null, DeadLetterCause.Stale, clock.GetUtcNow()), DeadLetterBody.Of(turn.Delivery!, turn.Message!));
        metrics.EventDeadLettered(DeadLetterCause.Stale.Text);
        Warn();
        return true;
    }

    private void Warn()
    {
        quarantined++;

        if (warnedAt is { } last && clock.GetElapsedTime(last) < Interval)
        {
            return;
        }

        EventsQuarantined(logger, quarantined, options.Value.DuplicateWindowDays);
        (warnedAt, quarantined) = (clock.GetTimestamp(), 0);
    }

    [LoggerMessage(
        1507, LogLevel.Warning,
        "{Events} event(s) older than {Days} days became dead letters (Inbox:StaleEvents is Quarantine); if there was no backlog, check the clock of this machine")]
    private static partial void EventsQuarantined(ILogger logger, int events, int days);
}
