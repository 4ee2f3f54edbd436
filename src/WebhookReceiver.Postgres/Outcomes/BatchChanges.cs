using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Postgres;

/// <summary>The outcomes of one batch, sorted by what they change. They are applied only when all of them may be.</summary>
internal sealed class BatchChanges : IOutcomeSink
{
    public List<(EventId Id, OutcomeKind Kind, string? Detail, HandlerFailure? Failure)> Events { get; } = [];

    /// <summary>Whether the event is settled by this batch, so that what the batch says of it before is never asked for.</summary>
    public bool Settles(EventId id)
    {
        foreach (var change in Events)
        {
            if (change.Kind is OutcomeKind.Settled && change.Id == id)
            {
                return true;
            }
        }

        return false;
    }

    public List<DeadLetterChange> Letters { get; } = [];

    public List<DeliveryPosition> Deliveries { get; } = [];

    /// <summary>Deliveries of which another instance handles a part.</summary>
    public List<DeliveryPosition> LostDeliveries { get; } = [];

    public void AttemptSuspended(EventId id) => Events.Add((id, OutcomeKind.Suspended, null, null));

    public void AttemptEnded(EventId id) => Events.Add((id, OutcomeKind.Ended, null, null));

    public void HandlerWanted(EventId id, string handler) => Events.Add((id, OutcomeKind.Wanted, handler, null));

    public void HandlerNotWanted(EventId id, string handler) => Events.Add((id, OutcomeKind.NotWanted, handler, null));

    public void HandlerSucceeded(EventId id, string handler) => Events.Add((id, OutcomeKind.Finished, handler, null));

    public void HandlerFailed(EventId id, string handler, HandlerFailure failure) => Events.Add((id, OutcomeKind.Failed, handler, failure));

    public void EventSettled(EventId id) => Events.Add((id, OutcomeKind.Settled, null, null));

    public void DeadLettered(DeadLetter deadLetter, ReadOnlyMemory<byte> body)
    {
        Letters.Add(new DeadLetterChange(deadLetter.Id, deadLetter, body, Why: null));

        if (deadLetter is { Replays: 0, Handler: { } handler })
        {
            // For an event that is still being handled, this handler has finished.
            Events.Add((EventId.Of(deadLetter.Endpoint, deadLetter.Key), OutcomeKind.Finished, handler, null));
        }
        else if (!deadLetter.IsReplaying)
        {
            Events.Add((EventId.OfReplay(deadLetter.Id), OutcomeKind.Forgotten, null, null));
        }
    }

    public void DeadLetterRemoved(Guid deadLetter, DeadLetterRemoval why)
    {
        Letters.Add(new DeadLetterChange(deadLetter, null, default, why));
        Events.Add((EventId.OfReplay(deadLetter), OutcomeKind.Forgotten, null, null));
    }

    public void DeliverySettled(DeliveryPosition position) => Deliveries.Add(position);

    /// <summary>Of a delivery in one slot nothing is left; whoever owns that slot settles it.</summary>
    public void DeliveryLost(DeliveryPosition position) => LostDeliveries.Add(position);
}

/// <summary>A change of one dead letter.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Letter">Its new state; null when it is removed.</param>
/// <param name="Body">The notification with its event.</param>
/// <param name="Why">Why it is removed.</param>
internal sealed record DeadLetterChange(Guid Id, DeadLetter? Letter, ReadOnlyMemory<byte> Body, DeadLetterRemoval? Why)
{
    /// <summary>The slot and epoch under which a new one is recorded.</summary>
    public (byte Slot, long Epoch) Fence { get; init; }

    public bool IsNew => Letter is { Replays: 0 };
}
