using Microsoft.Extensions.Logging;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Deletes the oldest segment of outcomes when nothing in it is needed any more, and what still is has been written again.</summary>
internal sealed class OutcomeRetention(
    KnownOutcomes known,
    DeliverySegments deliveries,
    OutcomeWriter writer,
    DeadLetterRewriter rewriter,
    IDisk disk,
    InboxFolder folder,
    ILogger logger)
{
    /// <summary>The last delivery that an earlier life may have begun.</summary>
    private long lastEarlierDelivery;

    /// <summary>A life of the process begins: the deliveries that are there now are those of an earlier one.</summary>
    public void BeginLife() => lastEarlierDelivery = deliveries.All.Select(static segment => segment.LastSequence).DefaultIfEmpty().Max();

    /// <summary>
    /// Deletes segments from the oldest on. One is needed while a key in it is inside the window, while a delivery that it calls settled is on disk, and while
    /// an event that was begun in it has not been settled. Dead letters in it are written again before it goes.
    /// </summary>
    /// <param name="before">What is older is no longer wanted, in milliseconds of inbox time.</param>
    /// <returns>How many were deleted.</returns>
    /// <exception cref="IOException">A segment could not be deleted.</exception>
    public int DeleteBefore(long before)
    {
        var deleted = 0;
        ForgetUnclaimed(before);

        while (OldestBefore(before) is { } segment && rewriter.TryEmpty(segment.Name))
        {
            // Durable one by one: a power cut that brought back an older one and not the next would look like a loss in the middle.
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
    /// An event that was begun and that nobody brings again keeps every later segment: one of a dead letter that was replayed and erased before the process
    /// died, or of a delivery whose frame is damaged. Forgotten only when it is in the way, and when all that an earlier life has left is done.
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

        // Both locks, in their order: the segments are under the one, and what was begun in them is under the other.
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
