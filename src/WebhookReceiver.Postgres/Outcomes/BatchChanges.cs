using System.Runtime.InteropServices;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Postgres;

/// <summary>The outcomes of one batch, sorted by what they change. They are applied only when all of them may be.</summary>
internal sealed class BatchChanges : IOutcomeSink
{
    public List<EventChange> Events { get; } = [];

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

    public void AttemptSuspended(EventId id) => Events.Add(new EventChange(id, OutcomeKind.Suspended));

    public void AttemptEnded(EventId id) => Events.Add(new EventChange(id, OutcomeKind.Ended));

    public void HandlerWanted(EventId id, string handler) => Events.Add(new EventChange(id, OutcomeKind.Wanted, handler));

    public void HandlerNotWanted(EventId id, string handler) => Events.Add(new EventChange(id, OutcomeKind.NotWanted, handler));

    public void HandlerSucceeded(EventId id, string handler) => Events.Add(new EventChange(id, OutcomeKind.Finished, handler));

    public void HandlerFailed(EventId id, string handler, HandlerFailure failure, string? exceptionType = null) =>
        Events.Add(new EventChange(id, OutcomeKind.Failed, handler, failure) { ExceptionType = exceptionType });

    public void EventSettled(EventId id) => Events.Add(new EventChange(id, OutcomeKind.Settled));

    public void DeadLettered(DeadLetter deadLetter, ReadOnlyMemory<byte> body)
    {
        Letters.Add(new DeadLetterChange(deadLetter.Id, deadLetter, body, Why: null));

        if (deadLetter is { Replays: 0, Handler: { } handler })
        {
            // For an event that is still being handled, this handler has finished.
            Events.Add(new EventChange(deadLetter.Event, OutcomeKind.Finished, handler) { ExceptionType = deadLetter.ExceptionType ?? string.Empty });
        }
        else if (!deadLetter.IsReplaying)
        {
            Events.Add(new EventChange(EventId.OfReplay(deadLetter.Id), OutcomeKind.Forgotten));
        }
    }

    public void DeadLetterRemoved(Guid deadLetter, DeadLetterRemoval why)
    {
        Letters.Add(new DeadLetterChange(deadLetter, null, default, why));
        Events.Add(new EventChange(EventId.OfReplay(deadLetter), OutcomeKind.Forgotten));
    }

    public void DeliverySettled(DeliveryPosition position) => Deliveries.Add(position);

    /// <summary>Of a delivery in one slot nothing is left; whoever owns that slot settles it.</summary>
    public void DeliveryLost(DeliveryPosition position) => LostDeliveries.Add(position);
}

/// <summary>A change of one event.</summary>
/// <param name="Id">The event.</param>
/// <param name="Kind">What changes.</param>
/// <param name="Detail">The handler, of a change about one.</param>
/// <param name="Failure">Of a failed call.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EventChange(EventId Id, OutcomeKind Kind, string? Detail = null, HandlerFailure? Failure = null)
{
    /// <summary>Of a handler that failed the type of the exception, for people; not null, of one that has finished, when it left a dead letter.</summary>
    public string? ExceptionType { get; init; }

    /// <summary>Whether nobody asks for it once its event is settled.</summary>
    public bool IsSuperseded => Kind is not (OutcomeKind.Settled or OutcomeKind.Forgotten) && (Kind is not OutcomeKind.Finished || ExceptionType is null);
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

    /// <summary>
    /// Whether it ends a replay, if there was one. The database cannot say: its answer may be lost, and another instance may have erased the dead letter meanwhile; either way the row no longer
    /// shows the replay. Nobody discards one that is being replayed.
    /// </summary>
    public bool EndsReplay => Letter is { IsReplaying: false } ? !IsNew : Why is DeadLetterRemoval.Handled or DeadLetterRemoval.Erased;
}
