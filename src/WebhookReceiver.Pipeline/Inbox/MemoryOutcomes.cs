using Microsoft.Extensions.Options;
using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Inbox;

/// <summary>
/// What became of each event, in memory: for the store <c>Memory</c>, and gone with the process. Recognises the duplicates of the last <see cref="MostSettled"/> events, about
/// 100 MB when that many came inside the duplicate window, and keeps the last <see cref="MostLetters"/> dead letters with their bodies.
/// </summary>
internal sealed class MemoryOutcomes(IOptions<InboxOptions> options, TimeProvider clock) : IOutcomes, IOutcomeSink, IDeadLetterTable
{
    public const int MostSettled = 1_000_000;
    public const int MostLetters = 1_000;

    private readonly Lock gate = new();
    private readonly SettledEvents settled = new(options.Value.DuplicateWindow, MostSettled, clock);
    private readonly MemoryDeadLetters letters = new(TimeSpan.FromDays(options.Value.DeadLetterDays), MostLetters, clock);
    private readonly Dictionary<EventId, EventProgress> open = [];

    private Action<Guid>? replayEnded;

    public int Count
    {
        get
        {
            lock (gate)
            {
                return letters.Count;
            }
        }
    }

    public int Replaying
    {
        get
        {
            lock (gate)
            {
                return letters.Replaying;
            }
        }
    }

    public bool Contains(Guid id)
    {
        lock (gate)
        {
            return letters.Contains(id);
        }
    }

    public bool IsReplaying(Guid id)
    {
        lock (gate)
        {
            return letters.IsReplaying(id);
        }
    }

    public IReadOnlyList<DeadLetterEntry> After(Guid? after, int atMost, bool newestFirst = false)
    {
        lock (gate)
        {
            return [.. letters.After(after, newestFirst).Take(atMost).Select(DeadLetterEntry.Of)];
        }
    }

    public IReadOnlyList<Guid> ReplayingAfter(Guid? after, int atMost)
    {
        lock (gate)
        {
            return [.. letters.After(after, newestFirst: false).Where(static letter => letter.IsReplaying).Take(atMost).Select(static letter => letter.Id)];
        }
    }

    public DeadLetterReading Read(Guid id)
    {
        lock (gate)
        {
            return letters.Read(id);
        }
    }

    public IEnumerable<DeadLetterReading> Read(IReadOnlyList<Guid> ids) => ids.Select(Read);

    public void WhenReplayEnds(Action<Guid> call) => replayEnded += call;

    public TimeSpan? SettledFor(EventId id)
    {
        lock (gate)
        {
            return settled.AgeOf(id);
        }
    }

    public EventProgress? ProgressOf(EventId id)
    {
        lock (gate)
        {
            return open.GetValueOrDefault(id);
        }
    }

    public ValueTask BeginAsync(Memory<EventStart> events, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            foreach (ref var start in events.Span)
            {
                Begin(ref start);
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> RecordAsync(OutcomeBatch outcomes, CancellationToken cancellationToken)
    {
        outcomes.CopyTo(this);
        return ValueTask.FromResult(true);
    }

    public void AttemptSuspended(EventId id)
    {
        lock (gate)
        {
            Open(id).Suspended();
        }
    }

    public void AttemptEnded(EventId id)
    {
        lock (gate)
        {
            Open(id).Ended();
        }
    }

    public void HandlerWanted(EventId id, string handler)
    {
        lock (gate)
        {
            Open(id).Wanted(handler);
        }
    }

    public void HandlerNotWanted(EventId id, string handler)
    {
        lock (gate)
        {
            Open(id).NotWanted(handler);
        }
    }

    public void HandlerSucceeded(EventId id, string handler)
    {
        lock (gate)
        {
            Open(id).Finished(handler);
        }
    }

    public void HandlerFailed(EventId id, string handler, HandlerFailure failure)
    {
        lock (gate)
        {
            Open(id).Failed(handler, failure);
        }
    }

    public void DeadLettered(DeadLetter letter, ReadOnlyMemory<byte> body)
    {
        bool hasReplayEnded;

        lock (gate)
        {
            // One that was replayed takes the place of itself. If it was erased meanwhile it must not come back.
            if (letter.Replays > 0 && !letters.Contains(letter.Id))
            {
                return;
            }

            hasReplayEnded = !letter.IsReplaying && letters.IsReplaying(letter.Id);
            letters.Set(letter, body);

            if (!letter.IsReplaying)
            {
                open.Remove(EventId.OfReplay(letter.Id));
            }

            if (letter.Handler is { } handler && open.TryGetValue(EventId.Of(letter.Endpoint, letter.Key), out var progress))
            {
                progress.Finished(handler);
            }
        }

        ReportReplay(letter.Id, hasReplayEnded);
    }

    public void DeadLetterRemoved(Guid letter, DeadLetterRemoval why)
    {
        bool hasReplayEnded;

        lock (gate)
        {
            hasReplayEnded = letters.IsReplaying(letter);
            letters.Remove(letter);
            open.Remove(EventId.OfReplay(letter));
        }

        ReportReplay(letter, hasReplayEnded);
    }

    public void EventSettled(EventId id)
    {
        lock (gate)
        {
            open.Remove(id);
            settled.Add(id);
        }
    }

    /// <summary>Nothing to do: a delivery that was taken from the channel is nowhere else.</summary>
    public void DeliverySettled(DeliveryPosition position)
    {
    }

    /// <summary>Completes at once: it is as safe as this store makes it.</summary>
    public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    private void Begin(ref EventStart start)
    {
        if (start.IsFirst && !start.IsReplay && settled.AgeOf(start.Id) is { } age)
        {
            start.AnswerDuplicate(age);
        }
        else if (start.IsFirst && open.TryGetValue(start.Id, out var known))
        {
            start.AnswerKnown(known);
        }
        else if (start is { IsFirst: true, Plan: null })
        {
            start.AnswerNew();
        }
        else
        {
            var progress = Open(start.Id);
            progress.Begun(start.Plan);
            start.AnswerBegun(progress.Starts);
        }
    }

    private void ReportReplay(Guid letter, bool hasEnded)
    {
        if (hasEnded)
        {
            replayEnded?.Invoke(letter);
        }
    }

    private EventProgress Open(EventId id)
    {
        if (!open.TryGetValue(id, out var progress))
        {
            open.Add(id, progress = new EventProgress());
        }

        return progress;
    }
}
