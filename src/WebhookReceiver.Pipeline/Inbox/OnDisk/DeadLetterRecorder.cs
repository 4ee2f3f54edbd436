using System.Text.Json;
using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Records dead letters and their removal, and reports each replay that ends with it, with no lock held.</summary>
internal sealed class DeadLetterRecorder(KnownOutcomes known, OutcomeWriter writer, InboxClock time, LoopWake wake)
{
    /// <summary>From this size on records are written at once, so that a frame does not become longer than a frame may be.</summary>
    private const int MaxPending = 8 * 1024 * 1024;

    private Action<Guid>? replayEnded;

    /// <inheritdoc cref="IDeadLetters.WhenReplayEnds"/>
    public void WhenReplayEnds(Action<Guid> call) => replayEnded += call;

    /// <summary>Adds a dead letter, or takes the place of the one with its id.</summary>
    public void Add(DeadLetter deadLetter, ReadOnlyMemory<byte> body)
    {
        bool isMuch;
        bool hasReplayEnded;
        deadLetter = Dated(deadLetter);

        // Before anything is changed: a dead letter that is in memory alone would not outlast the process.
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

            isMuch = locked.Pending.Written.Length > MaxPending;
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
    /// <param name="why">Why it goes.</param>
    /// <param name="isStillDue">Asked once more under the state lock.</param>
    /// <returns>False when it is not there, or not due any more.</returns>
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

    /// <summary>A dead letter ages from when it became one, or from when a replay of it failed; marking it for a replay changes nothing about that.</summary>
    private DeadLetter Dated(DeadLetter deadLetter) =>
        deadLetter is { IsReplaying: true, KeptSince: not null } ? deadLetter : deadLetter with { KeptSince = time.Now };

    /// <remarks>No lock is held: what is called may ask for dead letters and record outcomes.</remarks>
    private void ReportReplay(Guid deadLetter, bool hasEnded)
    {
        if (hasEnded)
        {
            replayEnded?.Invoke(deadLetter);
        }
    }
}
