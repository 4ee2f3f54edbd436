using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookReceiver.Inbox;

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
    private readonly OpenEvents open;

    /// <summary>One transaction at a time, so that outcomes are written in the order in which they were recorded.</summary>
    private readonly SemaphoreSlim writing = new(1);
    private readonly Dictionary<Guid, byte> replaying = [];
    private Pending pending = new();
    private Action<Guid>? replayEnded;

    public PostgresOutcomes(
        Database database, SlotTable slots, Ownership ownership, CursorSaver cursors, TakenBodies bodies, IOptions<InboxOptions> options, ILogger<PostgresOutcomes> logger)
    {
        (this.slots, this.ownership, this.cursors, this.bodies, this.logger) = (slots, ownership, cursors, bodies, logger);
        open = new OpenEvents(slots);
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
    public int Open => open.Count;

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
            for (var round = 0; round < 2 && open.Ask(events, round) is { Count: > 0 } asks; round++)
            {
                try
                {
                    open.Answer(events, asks, await WriteAsync(asks, cancellationToken));
                }
                catch
                {
                    open.NotBegun(asks);
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
            if (!open.TryApply(changes, outcomes.Slot, pending))
            {
                return false;
            }
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

        foreach (var letter in taken.Letters)
        {
            if (letter.EndsReplay)
            {
                EndReplay(letter.Id);
            }
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
            open.Forget(lost);
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
