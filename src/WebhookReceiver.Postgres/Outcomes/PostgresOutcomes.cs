using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookReceiver.Inbox;
using EventId = WebhookReceiver.Inbox.EventId;

namespace WebhookReceiver.Postgres;

/// <summary>
/// The outcome of each event. Everything recorded is written with the next batch that begins, in one transaction that checks the ownership of every slot in it, or soon after.
/// What an instance writes that lost its slot is refused as a whole, and the slot is dropped.
/// </summary>
/// <remarks>
/// Recording does not wait for the database: an outcome that is lost with the process, or refused because the slot was lost, makes the next owner handle the event again, as a death
/// before the recording does. No later event of the conversation begins before it is written.
/// </remarks>
internal sealed partial class PostgresOutcomes : IOutcomes, IAsyncDisposable
{
    private readonly SlotTable slots;
    private readonly Ownership ownership;
    private readonly CursorSaver cursors;
    private readonly TakenBodies bodies;
    private readonly ILogger<PostgresOutcomes> logger;
    private readonly OutcomeWriter writer;

    /// <summary>One transaction at a time, so that outcomes are written in the order in which they were recorded.</summary>
    private readonly SemaphoreSlim writing = new(1);
    private readonly Dictionary<EventId, OpenEvent> open = [];
    private readonly Dictionary<Guid, byte> replaying = [];
    private Pending pending = new();
    private long last;
    private Action<Guid>? replayEnded;

    public PostgresOutcomes(
        Database database, SlotTable slots, Ownership ownership, CursorSaver cursors, TakenBodies bodies, IOptions<InboxOptions> options, ILogger<PostgresOutcomes> logger)
    {
        (this.slots, this.ownership, this.cursors, this.bodies, this.logger) = (slots, ownership, cursors, bodies, logger);
        writer = new OutcomeWriter(database, options.Value.DuplicateWindow);
        slots.Lost = ForgetLost;
        ownership.BeforeRelease = BeforeReleaseAsync;
    }

    /// <remarks>More than this make each of them later and hardly cheaper.</remarks>
    public int BatchSize => 128;

    /// <summary>Whether something recorded has not been written.</summary>
    public bool HasPending
    {
        get
        {
            lock (slots.Gate)
            {
                return !pending.IsEmpty;
            }
        }
    }

    /// <summary>How many events were begun and are not settled.</summary>
    public int Open
    {
        get
        {
            lock (slots.Gate)
            {
                return open.Count;
            }
        }
    }

    public async ValueTask BeginAsync(Memory<EventStart> events, CancellationToken cancellationToken)
    {
        if (!ownership.IsFresh)
        {
            throw new IOException("The lease of this instance has not been extended for too long: another may have taken over.");
        }

        await writing.WaitAsync(cancellationToken);

        try
        {
            // Twice only for events that have a history and may be begun nevertheless: replays.
            for (var round = 0; round < 2 && Ask(events, round) is { Count: > 0 } asks; round++)
            {
                try
                {
                    Answer(events, asks, await WriteAsync(asks, cancellationToken));
                }
                catch
                {
                    NotBegun(asks);
                    throw;
                }
            }
        }
        catch (Exception exception) when (DatabaseTrouble.Is(exception) && exception is not IOException)
        {
            throw DatabaseTrouble.ToIO(exception);
        }
        finally
        {
            writing.Release();
        }
    }

    public async ValueTask<bool> RecordAsync(OutcomeBatch outcomes, CancellationToken cancellationToken)
    {
        var changes = new BatchChanges();
        outcomes.CopyTo(changes);
        changes.Deliveries.ForEach(bodies.Remove);
        changes.LostDeliveries.ForEach(bodies.Remove);

        lock (slots.Gate)
        {
            if (!Owns(changes, outcomes.Slot))
            {
                return false;
            }

            Apply(changes, outcomes.Slot);
        }

        if (changes.Letters.Count > 0)
        {
            // They are listed from the database, so they are in effect when they are written.
            await WriteAsync(cancellationToken);
        }

        return true;
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await WriteAsync(cancellationToken);
        await cursors.SaveIfDueAsync(cancellationToken);
    }

    /// <summary>Writes what was recorded.</summary>
    /// <exception cref="IOException">The database cannot be reached; it is written later.</exception>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken);

        try
        {
            if (HasPending)
            {
                await WriteAsync([], cancellationToken);
            }
        }
        catch (Exception exception) when (DatabaseTrouble.Is(exception) && exception is not IOException)
        {
            throw DatabaseTrouble.ToIO(exception);
        }
        finally
        {
            writing.Release();
        }
    }

    public void WhenReplayEnds(Action<Guid> call) => replayEnded += call;

    /// <summary>These replays may be in the lanes of this process.</summary>
    public void ReplaysHandedOut(IEnumerable<(Guid Id, byte Slot)> handedOut)
    {
        lock (slots.Gate)
        {
            foreach (var (id, slot) in handedOut)
            {
                replaying[id] = slot;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        writing.Dispose();
    }

    private async Task BeforeReleaseAsync(CancellationToken cancellationToken)
    {
        await WriteAsync(cancellationToken);
        await cursors.SaveAsync(withIdle: true, cancellationToken);
    }

    /// <summary>The questions for the database. The events that may begin count as in progress from now on, so that their slot is not released meanwhile.</summary>
    private List<EventAsk> Ask(Memory<EventStart> batch, int round)
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

    private void NotBegun(List<EventAsk> asks)
    {
        lock (slots.Gate)
        {
            foreach (var ask in asks)
            {
                Free(ask.Slot, ask.Generation);
            }
        }
    }

    private void Answer(Memory<EventStart> batch, List<EventAsk> asks, WrittenOutcomes written)
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

    private void Apply(BatchChanges changes, byte slot)
    {
        foreach (var (id, kind, detail, failure) in changes.Events)
        {
            var known = open.GetValueOrDefault(id);

            if (known is null && kind is OutcomeKind.Forgotten && slots[slot].Hold is SlotHold.No)
            {
                continue;
            }

            if (kind is OutcomeKind.Settled || !changes.Settles(id))
            {
                pending.Rows.Add(new OutcomeRow(known?.Slot ?? slot, known?.Epoch ?? slots[slot].Epoch, ++last, id, kind, detail, failure is { } one ? OutcomeText.Of(one) : null));
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

    /// <summary>Writes everything recorded so far, and asks. What could not be written is kept in front of what is recorded meanwhile.</summary>
    private async Task<WrittenOutcomes> WriteAsync(List<EventAsk> asks, CancellationToken cancellationToken)
    {
        Pending taken;

        lock (slots.Gate)
        {
            (taken, pending) = (pending, new Pending());
        }

        WrittenOutcomes written;

        try
        {
            written = await writer.WriteAsync(ownership.Id, taken, asks, cancellationToken);
        }
        catch
        {
            lock (slots.Gate)
            {
                taken.Append(pending);
                pending = taken;
            }

            throw;
        }

        DropRefused(written);

        foreach (var position in taken.Deliveries)
        {
            slots.Settle(position);
        }

        foreach (var ended in written.EndedReplays)
        {
            EndReplay(ended);
        }

        return written;
    }

    /// <summary>The fence refused what was written under these epochs: another instance owns the slots.</summary>
    private void DropRefused(WrittenOutcomes written)
    {
        List<byte> lost;

        lock (slots.Gate)
        {
            lost = [.. written.Refused.Where(one => slots[one.Slot].Hold is not SlotHold.No && slots[one.Slot].Epoch == one.Epoch).Select(static one => one.Slot).Distinct()];
        }

        if (lost.Count > 0)
        {
            SlotsLost(logger, lost.Count);
            slots.Lose(lost);
        }
    }

    private void EndReplay(Guid id)
    {
        lock (slots.Gate)
        {
            replaying.Remove(id);
        }

        replayEnded?.Invoke(id);
    }

    private void ForgetLost(IReadOnlyList<byte> lost)
    {
        List<Guid> ended;

        lock (slots.Gate)
        {
            foreach (var id in open.Where(one => lost.Contains(one.Value.Slot)).Select(static one => one.Key).ToList())
            {
                open.Remove(id);
            }

            ended = [.. replaying.Where(one => lost.Contains(one.Value)).Select(static one => one.Key)];
            ended.ForEach(id => replaying.Remove(id));
        }

        foreach (var id in ended)
        {
            replayEnded?.Invoke(id);
        }
    }

    [LoggerMessage(1730, LogLevel.Warning, "{Count} slots of conversations belong to other instances now; what this one wrote for them was refused, and they handle it")]
    private static partial void SlotsLost(ILogger logger, int count);
}
