using WebhookReceiver.Journal;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>What the journal of outcomes held at the start.</summary>
/// <param name="State">The events begun and not settled, and the dead letters.</param>
/// <param name="Segments">Its segments, oldest first.</param>
/// <param name="End">Where it ends.</param>
/// <param name="LastId">The highest segment number.</param>
/// <param name="LastDelivery">The highest delivery number that it names.</param>
/// <param name="Damage">The ranges that could not be read.</param>
internal sealed record RecoveredOutcomes(
    OutcomeState State,
    IReadOnlyList<OutcomeSegment> Segments,
    SegmentEnd End,
    long LastId,
    long LastDelivery,
    IReadOnlyList<DamagedRange> Damage);
