using WebhookReceiver.Inbox;

namespace WebhookReceiver.Postgres;

/// <summary>
/// The events that were begun or looked up and are not settled, as this process knows them under its ownership of their slots: decides what the database has to be asked, reads its
/// answers, and applies what is recorded. Guarded by the gate of <see cref="SlotTable"/>.
/// </summary>
internal sealed class OpenEvents(SlotTable slots)
{
    private readonly Dictionary<EventId, OpenEvent> open = [];

    /// <summary>The number of the last row.</summary>
    private long last;

    /// <summary>How many.</summary>
    public int Count
    {
        get
        {
            lock (slots.Gate)
            {
                return open.Count;
            }
        }
    }

    /// <summary>The questions for the database. The events that may begin count as in progress from now on, so that their slot is not released meanwhile.</summary>
    public List<EventAsk> Ask(Memory<EventStart> batch, int round)
    {
        var events = batch.Span;
        var asks = new List<EventAsk>(events.Length);
        var asked = new HashSet<EventId>();

        lock (slots.Gate)
        {
            for (var index = 0; index < events.Length; index++)
            {
                ref var start = ref events[index];
                var slot = slots[start.Slot];

                if (round is 1)
                {
                    if (start.Result is not EventStartResult.None)
                    {
                        continue;
                    }
                }
                else if (slot.Hold is not SlotHold.Owned)
                {
                    start.AnswerNotOwned();
                    continue;
                }
                else if (open.TryGetValue(start.Id, out var known))
                {
                    if (start.IsFirst && known.HasBegun)
                    {
                        start.AnswerKnown(known.Progress);
                        continue;
                    }
                }
                else if (!start.IsFirst)
                {
                    // Known from an ownership that has ended: somebody else may have settled it since.
                    start.AnswerNotOwned();
                    continue;
                }

                if (asked.Add(start.Id))
                {
                    slot.Busy++;
                    asks.Add(new EventAsk(index, start.Id, start.Slot, slot.Epoch, slot.Generation, ++last, start.Plan, !start.IsFirst || round is 1));
                }
            }
        }

        return asks;
    }

    /// <summary>The question could not be asked.</summary>
    public void NotBegun(List<EventAsk> asks)
    {
        lock (slots.Gate)
        {
            foreach (var ask in asks)
            {
                Free(ask.Slot, ask.Generation);
            }
        }
    }

    /// <summary>Answers the batch.</summary>
    public void Answer(Memory<EventStart> batch, List<EventAsk> asks, WrittenOutcomes written)
    {
        var events = batch.Span;

        lock (slots.Gate)
        {
            foreach (var ask in asks)
            {
                ref var start = ref events[ask.Index];

                if (slots[ask.Slot].Generation != ask.Generation)
                {
                    start.AnswerNotOwned();
                    continue;
                }

                var history = written.Histories.GetValueOrDefault(ask.Id);

                if (written.Begun.Contains(ask.Id))
                {
                    var begun = OpenOf(ask);
                    begun.Begun(ask.Plan);
                    start.AnswerBegun(begun.Starts, ask.Epoch);
                    continue;
                }

                if (history?.SettledFor is { } age && !start.IsReplay)
                {
                    start.AnswerDuplicate(age);
                }
                else if (history?.Progress is { } progress)
                {
                    open[ask.Id] = new OpenEvent(ask.Slot, ask.Generation, ask.Epoch, progress);
                    start.AnswerKnown(progress);
                }
                else if (ask.Plan is null)
                {
                    // The next question begins it.
                    OpenOf(ask);
                    start.AnswerNew();
                }

                Free(ask.Slot, ask.Generation);
            }

            // What appeared twice in the batch.
            foreach (ref var start in events)
            {
                if (start is not { Result: EventStartResult.None, IsReplay: false })
                {
                    continue;
                }

                if (open.TryGetValue(start.Id, out var known) && known.HasBegun)
                {
                    start.AnswerKnown(known.Progress);
                }
                else if (written.Histories.GetValueOrDefault(start.Id)?.SettledFor is { } age)
                {
                    start.AnswerDuplicate(age);
                }
            }
        }
    }

    private EventProgress OpenOf(EventAsk ask)
    {
        if (!open.TryGetValue(ask.Id, out var known))
        {
            open.Add(ask.Id, known = new OpenEvent(ask.Slot, ask.Generation, ask.Epoch, new EventProgress()));
        }

        return known.Progress;
    }

    /// <summary>Applies a batch, and adds what has to be written of it. The caller holds the gate.</summary>
    /// <returns>False when a slot of it was lost: nothing is applied.</returns>
    public bool TryApply(BatchChanges changes, byte slot, Pending pending)
    {
        if (!Owns(changes, slot))
        {
            return false;
        }

        Apply(changes, slot, pending);
        return true;
    }

    /// <summary>Forgets the events of slots that were lost. The caller holds the gate.</summary>
    public void Forget(IReadOnlyList<byte> lost)
    {
        foreach (var id in open.Where(one => lost.Contains(one.Value.Slot)).Select(static one => one.Key).ToList())
        {
            open.Remove(id);
        }
    }

    private bool Owns(BatchChanges changes, byte slot)
    {
        foreach (var (id, kind, _, _) in changes.Events)
        {
            var isOwned = open.TryGetValue(id, out var known)
                ? slots[known.Slot].Generation == known.Generation && slots[known.Slot].Hold is not SlotHold.No
                : kind is OutcomeKind.Forgotten || slots[slot].Hold is SlotHold.Owned;

            if (!isOwned)
            {
                return false;
            }
        }

        return true;
    }

    private void Apply(BatchChanges changes, byte slot, Pending pending)
    {
        foreach (var change in changes.Events)
        {
            var (id, kind, detail, failure) = change;
            var known = open.GetValueOrDefault(id);

            if (known is null && kind is OutcomeKind.Forgotten && slots[slot].Hold is SlotHold.No)
            {
                continue;
            }

            if (!change.IsSuperseded || !changes.Settles(id))
            {
                pending.Rows.Add(new OutcomeRow(
                    known?.Slot ?? slot, known?.Epoch ?? slots[slot].Epoch, ++last, id, kind, detail, failure is { } one ? OutcomeText.Of(one) : null, change.ExceptionType));
            }

            if (known is not null)
            {
                Apply(id, known, kind, detail, failure);
            }
        }

        foreach (var letter in changes.Letters)
        {
            var known = letter.Letter is { } one ? open.GetValueOrDefault(EventId.Of(one.Endpoint, one.Key)) : null;
            pending.Letters.Add(letter with { Fence = (known?.Slot ?? slot, known?.Epoch ?? slots[slot].Epoch) });
        }

        pending.Deliveries.AddRange(changes.Deliveries);
        pending.Deliveries.AddRange(changes.LostDeliveries.Where(slots.IsDivided));
    }

    private void Apply(EventId id, OpenEvent known, OutcomeKind kind, string? detail, HandlerFailure? failure)
    {
        var (progress, wasInProgress) = (known.Progress, known.Progress.IsInProgress);

        kind.ApplyTo(progress, detail, failure);

        if (kind is OutcomeKind.Settled or OutcomeKind.Forgotten)
        {
            open.Remove(id);
        }

        if (wasInProgress && !progress.IsInProgress)
        {
            Free(known.Slot, known.Generation);
        }
    }

    private void Free(byte slot, int generation)
    {
        if (slots[slot].Generation == generation)
        {
            slots[slot].Busy--;
        }
    }
}
