using Microsoft.Extensions.Logging;
using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Reads both journals when a service or a command starts: first the outcomes, which say what is settled, then the deliveries.</summary>
internal sealed class JournalRecovery(
    IDisk disk, InboxFolder folder, DeliverySegments segments, HandledKeys keys, InboxClock time, TimeProvider clock, ILogger logger)
{
    /// <param name="found">The files of both journals.</param>
    /// <param name="isReadOnly">Whether nothing will be handled: then the keys of settled events are not loaded, and nothing is written.</param>
    /// <exception cref="IOException">A file could not be read or synced.</exception>
    public RecoveredJournal Read(JournalFiles found, bool isReadOnly = false)
    {
        var progress = new RecoveryProgress(found.Outcomes.Concat(found.Deliveries).Sum(static segment => segment.Length), clock, logger);

        time.Saw(found.Deliveries);
        var outcomes = new OutcomeRecovery(disk, folder, keys, time, progress, logger).Read(found.Outcomes, segments.Recall, isReadOnly);
        var deliveries = new DeliveryRecovery(disk, folder, segments, time, progress);
        var end = deliveries.Read(found.Deliveries, outcomes.LastDelivery);
        progress.End();

        // A number that the outcomes record as settled must not be reused for another delivery, even if its file is gone.
        end = end with { LastSequence = Math.Max(end.LastSequence, outcomes.LastDelivery) };
        return new RecoveredJournal(outcomes, end, found.Deliveries.Count is 0 ? 0 : found.Deliveries[^1].Name.Id, deliveries.Damage);
    }
}

/// <summary>The files of both journals.</summary>
/// <param name="Outcomes">The segments of outcomes, oldest first.</param>
/// <param name="Deliveries">The segments of deliveries, oldest first.</param>
internal sealed record JournalFiles(IReadOnlyList<FoundSegment> Outcomes, IReadOnlyList<FoundSegment> Deliveries)
{
    /// <exception cref="InvalidDataException">A file was written by a newer version.</exception>
    /// <exception cref="IOException">The folder or a file could not be read.</exception>
    public static JournalFiles In(IDisk disk, InboxFolder folder) => new(SegmentCatalogue.Read(disk, folder.Outcomes), SegmentCatalogue.Read(disk, folder.Deliveries));
}

/// <summary>What both journals held at the start.</summary>
/// <param name="Outcomes">The outcomes.</param>
/// <param name="End">Where the deliveries end.</param>
/// <param name="LastId">The highest segment number of the deliveries.</param>
/// <param name="Damage">The ranges of the deliveries that could not be read.</param>
internal sealed record RecoveredJournal(RecoveredOutcomes Outcomes, SegmentEnd End, long LastId, IReadOnlyList<DamagedRange> Damage);
