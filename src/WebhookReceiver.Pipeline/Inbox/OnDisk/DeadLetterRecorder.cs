using System.Text.Json;
using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Records dead letters and their removal, and reports each replay that this ends, without holding a lock.</summary>
internal sealed class DeadLetterRecorder(KnownOutcomes known, OutcomeWriter writer, InboxClock time, LoopWake wake)
{
    /// <summary>From this size on, records are written at once, so that a frame does not exceed the maximum frame size.</summary>
    private const int MaxPending = 8 * 1024 * 1024;

    private Action<Guid>? replayEnded;

    /// <inheritdoc cref="IDeadLetters.WhenReplayEnds"/>
    public void WhenReplayEnds(Action<Guid> call) => replayEnded += call;

    /// <summary>Adds a dead letter, or replaces the one with the same id.</summary>
    public void Add(DeadLetter deadLetter, ReadOnlyMemory<byte> body)
    {
        bool isMuch;
        bool hasReplayEnded;
        deadLetter = Dated(deadLetter);

        // Serialised before anything changes: if this throws, no dead letter is left that exists only in memory.
        var json = JsonSerializer.SerializeToUtf8Bytes(deadLetter, DeadLetterJson.Default.DeadLetter);

        using (var locked = known.EnterState())
        {
            hasReplayEnded = !deadLetter.IsReplaying && locked.State.DeadLetters.IsReplaying(deadLetter.Id);

            if (locked.State.IsWanted(deadLetter))
            {
                var version = locked.State.NextVersion();
                locked.Pending.DeadLettered(deadLetter.Id, json, body.Span, version);
                locked.State.DeadLettered(deadLetter, body, version);
            }

            isMuch = locked.Pending.Length > MaxPending;
        }

        if (isMuch)
        {
            writer.TryWriteOut();
        }

        wake.Set();
        ReportReplay(deadLetter.Id, hasReplayEnded);
    }

    /// <summary>Removes a dead letter that is still there.</summary>
    public void Remove(Guid id, DeadLetterRemoval why) => Remove(id, why, static _ => true);

    /// <param name="id">The dead letter.</param>
    /// <param name="why">Why it is removed.</param>
    /// <param name="isStillDue">Checked once more under the state lock.</param>
    /// <returns>False when it does not exist or is no longer due.</returns>
    public bool Remove(Guid id, DeadLetterRemoval why, Func<DeadLetterEntry, bool> isStillDue)
    {
        bool hasReplayEnded;

        using (var locked = known.EnterState())
        {
            if (locked.State.DeadLetters.Find(id) is not { } deadLetter || !isStillDue(deadLetter.Entry))
            {
                return false;
            }

            hasReplayEnded = deadLetter.Entry.IsReplaying;
            locked.State.DeadLetterRemoved(id);
            locked.Pending.DeadLetterRemoved(id, why);
        }

        wake.Set();
        ReportReplay(id, hasReplayEnded);
        return true;
    }

    /// <summary>A dead letter's age counts from when it became one, or from its last failed replay; marking it for a replay does not change that.</summary>
    private DeadLetter Dated(DeadLetter deadLetter) =>
        deadLetter is { IsReplaying: true, KeptSince: not null } ? deadLetter : deadLetter with { KeptSince = time.Now };

    /// <remarks>No lock is held: the callback may read dead letters and record outcomes.</remarks>
    private void ReportReplay(Guid deadLetter, bool hasEnded)
    {
        if (hasEnded)
        {
            replayEnded?.Invoke(deadLetter);
        }
    }
}
