using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Deletes what is no longer wanted, by whole segments from the oldest on, so that a missing file in between always means a loss. Ages are inbox time;
/// what is open is never deleted, however old it is.
/// </summary>
internal sealed partial class InboxRetention(
    IDisk disk,
    InboxFolder folder,
    DeliverySegments segments,
    OutcomeJournal outcomes,
    IOptions<InboxOptions> options,
    InboxClock time,
    ILogger<InboxRetention> logger)
{
    /// <summary>Whether the newest segment holds only what is no longer wanted, and could go if another were begun.</summary>
    public bool NewestIsDue { get; private set; }

    public void Run()
    {
        try
        {
            var now = time.Now;
            var deliveries = DeleteDeliveries(Before(now, options.Value.RetentionDays));
            var deadLetters = outcomes.ExpireDeadLetters(Before(now, options.Value.DeadLetterDays));

            // A day more than the window: a segment's times say when outcomes were written, and an event is a duplicate by the second.
            var deleted = outcomes.DeleteBefore(Before(now, Math.Max(options.Value.DuplicateWindowDays, options.Value.RetentionDays) + 1));

            if (deliveries + deadLetters + deleted > 0)
            {
                Deleted(logger, deliveries, deleted, deadLetters);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            NotDeleted(logger, exception.Message);
        }
    }

    private static long Before(long now, int days) => now - (days * (long)TimeSpan.MillisecondsPerDay);

    private int DeleteDeliveries(long before)
    {
        var deleted = 0;

        // What became of the deliveries must be on disk before they are not: after a long backlog that was said only a moment ago.
        while (segments.OldestFinished is { } segment && segment.NewestTime < before && outcomes.TryMakeDurable())
        {
            // Durable one by one: a power cut that brought back an older one and not the next would look like a loss in the middle.
            disk.Delete(Path.Combine(folder.Deliveries, segment.Name.ToString()));
            disk.SyncDirectory(folder.Deliveries);
            segments.Remove(segment);
            deleted++;
        }

        NewestIsDue = segments.All is [{ LastSequence: > 0, Open: 0 } only] && only.NewestTime < before;
        return deleted;
    }

    [LoggerMessage(1270, LogLevel.Information, "Deleted as no longer wanted: {Deliveries} segment(s) of deliveries, {Outcomes} of outcomes, {Letters} dead letter(s)")]
    private static partial void Deleted(ILogger logger, int deliveries, int outcomes, int letters);

    [LoggerMessage(1271, LogLevel.Warning, "What is no longer wanted could not be deleted; it is tried again: {Problem}")]
    private static partial void NotDeleted(ILogger logger, string problem);
}
