using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Deletes expired data by whole segments, oldest first, so that a missing file in the middle always means a loss. Ages are in inbox time; open deliveries are
/// never deleted, however old they are.
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
    /// <summary>Whether the newest segment holds only expired data, and could be deleted if another were begun.</summary>
    public bool NewestIsDue { get; private set; }

    public void Run()
    {
        try
        {
            var now = time.Now;
            var deliveries = DeleteDeliveries(Before(now, options.Value.RetentionDays));
            var deadLetters = outcomes.ExpireDeadLetters(Before(now, options.Value.DeadLetterDays));

            // One day longer than the window: a segment's times say when outcomes were written, while duplicates are judged to the second.
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

        // The outcomes must be durable before their deliveries are deleted: after a long backlog they were recorded only a moment ago.
        while (segments.OldestFinished is { } segment && segment.NewestTime < before && outcomes.TryMakeDurable())
        {
            // Made durable one by one: a power cut that brought back an older file and not the next would look like a loss in the middle.
            disk.Delete(Path.Combine(folder.Deliveries, segment.Name.ToString()));
            disk.SyncDirectory(folder.Deliveries);
            segments.Remove(segment);
            deleted++;
        }

        NewestIsDue = segments.All is [{ LastSequence: > 0, Open: 0 } only] && only.NewestTime < before;
        return deleted;
    }

    [LoggerMessage(1270, LogLevel.Information, "Deleted expired data: {Deliveries} segment(s) of deliveries, {Outcomes} of outcomes, {Letters} dead letter(s)")]
    private static partial void Deleted(ILogger logger, int deliveries, int outcomes, int letters);

    [LoggerMessage(1271, LogLevel.Warning, "Expired data could not be deleted; retention tries again later: {Problem}")]
    private static partial void NotDeleted(ILogger logger, string problem);
}
