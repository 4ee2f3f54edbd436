using WebhookReceiver.Journal;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>What the journal of the outcomes held at the start.</summary>
/// <param name="State">What had been begun and not settled, and the dead letters.</param>
/// <param name="Segments">Its segments, the oldest first.</param>
/// <param name="End">Its end.</param>
/// <param name="LastId">The highest number of a segment's file.</param>
/// <param name="LastDelivery">The highest number of a delivery that it names.</param>
/// <param name="Damage">What could not be read.</param>
internal sealed record RecoveredOutcomes(
    OutcomeState State,
    IReadOnlyList<OutcomeSegment> Segments,
    SegmentEnd End,
    long LastId,
    long LastDelivery,
    IReadOnlyList<DamagedRange> Damage);
