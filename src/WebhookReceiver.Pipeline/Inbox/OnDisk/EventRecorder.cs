using WebhookReceiver.Deliveries;
using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Records the outcomes of events: under one hold of the state lock each takes effect in memory and is queued for writing, and then the writing thread is
/// woken. The record is added first, so that a call that runs out of memory has changed nothing.
/// </summary>
internal sealed class EventRecorder(KnownOutcomes known, DeliverySegments deliveries, InboxClock time, LoopWake wake)
{
    /// <summary>Looks up events, and records the start of those that may begin.</summary>
    public void Begin(Span<EventStart> starts)
    {
        var now = time.Seconds;

        foreach (ref var start in starts)
        {
            try
            {
                Begin(ref start, now);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or OutOfMemoryException)
            {
                // A key file that cannot be read, or running out of memory, affects only this event.
                start.AnswerUnavailable(exception);
            }
        }

        wake.Set();
    }

    public void AttemptSuspended(EventId id)
    {
        using (var locked = known.EnterState())
        {
            locked.Pending.Event(OutcomeKind.AttemptSuspended, id);
            locked.State.AttemptSuspended(id);
        }

        wake.Set();
    }

    public void AttemptEnded(EventId id)
    {
        using (var locked = known.EnterState())
        {
            locked.Pending.Event(OutcomeKind.AttemptEnded, id);
            locked.State.AttemptEnded(id);
        }

        wake.Set();
    }

    public void HandlerWanted(EventId id, string handler)
    {
        using (var locked = known.EnterState())
        {
            locked.Pending.Handler(OutcomeKind.HandlerWanted, id, handler);
            locked.State.HandlerWanted(id, handler);
        }

        wake.Set();
    }

    public void HandlerNotWanted(EventId id, string handler)
    {
        using (var locked = known.EnterState())
        {
            locked.Pending.Handler(OutcomeKind.HandlerNotWanted, id, handler);
            locked.State.HandlerNotWanted(id, handler);
        }

        wake.Set();
    }

    public void HandlerSucceeded(EventId id, string handler)
    {
        using (var locked = known.EnterState())
        {
            locked.Pending.Handler(OutcomeKind.HandlerSucceeded, id, handler);
            locked.State.HandlerSucceeded(id, handler);
        }

        wake.Set();
    }

    public void HandlerFailed(EventId id, string handler, HandlerFailure failure, string? exceptionType)
    {
        using (var locked = known.EnterState())
        {
            if (exceptionType is not null)
            {
                // First, because a note without its failure does no harm.
                locked.Pending.ExceptionNoted(id, handler, exceptionType);
            }

            locked.Pending.HandlerFailed(id, handler, failure);
            locked.State.HandlerFailed(id, handler, failure);
        }

        wake.Set();
    }

    public void EventSettled(EventId id)
    {
        var now = time.Seconds;

        using (var locked = known.EnterState())
        {
            locked.Pending.Event(OutcomeKind.EventSettled, id);
            locked.State.EventSettled(id, now);
        }

        wake.Set();
    }

    public void DeliverySettled(DeliveryPosition position)
    {
        using (var locked = known.EnterState())
        {
            locked.Pending.DeliverySettled(position.Sequence);
        }

        // Outside the lock: the delivery segments have their own.
        deliveries.Settle(position.Sequence);
        wake.Set();
    }

    private void Begin(ref EventStart start, uint now)
    {
        using var locked = known.EnterState();

        if (start.IsFirst && !start.IsReplay && locked.State.SettledFor(start.Id) is { } age)
        {
            start.AnswerDuplicate(age);
        }
        else if (start.IsFirst && locked.State.ProgressOf(start.Id) is { } progress)
        {
            start.AnswerKnown(progress);
        }
        else if (start.Plan is not { } plan)
        {
            start.AnswerNew();
        }
        else
        {
            var begun = locked.State.Open(start.Id, now);
            locked.Pending.EventBegun(start.Id, plan);
            begun.Begun(plan);
            start.AnswerBegun(begun.Starts);
        }
    }
}
