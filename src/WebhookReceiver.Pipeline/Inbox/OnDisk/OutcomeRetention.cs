using Microsoft.Extensions.Logging;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Deletes the oldest segments of outcomes once nothing in them is needed any longer; what is still needed is rewritten first.</summary>
internal sealed class OutcomeRetention(
    KnownOutcomes known,
    DeliverySegments deliveries,
    OutcomeWriter writer,
    DeadLetterRewriter rewriter,
    IDisk disk,
    InboxFolder folder,
    ILogger logger)
{
    /// <summary>The last delivery that an earlier run may have begun.</summary>
    private long lastEarlierDelivery;

    /// <summary>Starts a run: the existing deliveries are those of earlier runs.</summary>
    public void BeginLife() => lastEarlierDelivery = deliveries.All.Select(static segment => segment.LastSequence).DefaultIfEmpty().Max();

    /// <summary>
    /// Deletes segments, oldest first. A segment is needed while a key in it is within the window, while a delivery that it records as settled is on disk, and
    /// while an event begun in it has not been settled. Its dead letters are rewritten before it is deleted.
    /// </summary>
    /// <param name="before">Everything older has expired, in milliseconds of inbox time.</param>
    /// <returns>How many were deleted.</returns>
    /// <exception cref="IOException">A segment could not be deleted.</exception>
    public int DeleteBefore(long before)
    {
        var deleted = 0;
        ForgetUnclaimed(before);

        while (OldestBefore(before) is { } segment && rewriter.TryEmpty(segment.Name))
        {
            // Made durable one by one: a power cut that brought back an older file and not the next would look like a loss in the middle.
            disk.Delete(Path.Combine(folder.Outcomes, segment.Name.ToString()));
            disk.SyncDirectory(folder.Outcomes);
            writer.Remove(segment);
            deleted++;
        }

        using var locked = known.EnterState();
        locked.Keys.DeleteExpired();
        return deleted;
    }

    /// <summary>
    /// A begun event that is never delivered again would keep every later segment: for example, one of a dead letter that was being replayed and was erased
    /// before the process died, or of a delivery whose frame is damaged. It is forgotten only when it blocks retention and everything left by earlier runs is
    /// done.
    /// </summary>
    private void ForgetUnclaimed(long before)
    {
        if (deliveries.All.Any(segment => segment.Open > 0 && segment.FirstSequence <= lastEarlierDelivery))
        {
            return;
        }

        int forgotten;

        using (var locked = known.EnterState())
        {
            forgotten = locked.State.DeadLetters.ReplayingWhole > 0 ? 0 : locked.State.ForgetUnclaimed(before / 1000);
        }

        if (forgotten > 0)
        {
            OutcomeLog.UnclaimedForgotten(logger, forgotten);
        }
    }

    private OutcomeSegment? OldestBefore(long before)
    {
        var oldestDelivery = deliveries.OldestSequence;

        // Both locks, in order: one guards the segments, the other the begun events.
        using var writing = writer.EnterWriting();
        using var locked = known.EnterState();

        return writer.OldestFinished is { } oldest
            && oldest.NewestTime < before
            && oldest.LastDelivery < oldestDelivery
            && InboxClock.SecondsOf(oldest.NewestTime) < locked.State.OldestUnsettled
                ? oldest
                : null;
    }
}
