using Microsoft.Extensions.Options;
using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Inbox;

/// <summary>
/// The outcome of each event for the store <c>Memory</c>, lost with the process. Recognises duplicates of the last <see cref="MostSettled"/> events, about 100
/// MB when that many arrive within the duplicate window, and keeps the last <see cref="MostDeadLetters"/> dead letters with their bodies.
/// </summary>
internal sealed class MemoryOutcomes(IOptions<InboxOptions> options, TimeProvider clock) : IOutcomes, IOutcomeSink, IDeadLetterTable
{
    public const int MostSettled = 1_000_000;
    public const int MostDeadLetters = 1_000;

    private readonly Lock gate = new();
    private readonly SettledEvents settled = new(options.Value.DuplicateWindow, MostSettled, clock);
    private readonly MemoryDeadLetters deadLetters = new(TimeSpan.FromDays(options.Value.DeadLetterDays), MostDeadLetters, clock);
    private readonly Dictionary<EventId, EventProgress> open = [];

    private Action<Guid>? replayEnded;

    public int Count
    {
        get
        {
            lock (gate)
            {
                return deadLetters.Count;
            }
        }
    }

    public int Replaying
    {
        get
        {
            lock (gate)
            {
                return deadLetters.Replaying;
            }
        }
    }

    public bool Contains(Guid id)
    {
        lock (gate)
        {
            return deadLetters.Contains(id);
        }
    }

    public bool IsReplaying(Guid id)
    {
        lock (gate)
        {
            return deadLetters.IsReplaying(id);
        }
    }

    public IReadOnlyList<DeadLetterEntry> After(Guid? after, int atMost, bool newestFirst = false)
    {
        lock (gate)
        {
            return [.. deadLetters.After(after, newestFirst).Take(atMost).Select(DeadLetterEntry.Of)];
        }
    }

    public IReadOnlyList<Guid> ReplayingAfter(Guid? after, int atMost, IReadOnlyCollection<string>? exceptHandlers = null)
    {
        lock (gate)
        {
            return
            [
                .. deadLetters.After(after, newestFirst: false).Where(one => one.IsReplaying && (one.Handler is null || exceptHandlers?.Contains(one.Handler, StringComparer.Ordinal) is not true))
                    .Take(atMost).Select(static one => one.Id),
            ];
        }
    }

    public DeadLetterReading Read(Guid id)
    {
        lock (gate)
        {
            return deadLetters.Read(id);
        }
    }

    public IEnumerable<DeadLetterReading> Read(IReadOnlyList<Guid> ids) => ids.Select(Read);

    public void WhenReplayEnds(Action<Guid> call) => replayEnded += call;

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

    public void HandlerFailed(EventId id, string handler, HandlerFailure failure, string? exceptionType = null)
    {
        lock (gate)
        {
            Open(id).Failed(handler, failure);
        }
    }

    public void DeadLettered(DeadLetter deadLetter, ReadOnlyMemory<byte> body)
    {
        bool hasReplayEnded;

        lock (gate)
        {
            // A replayed dead letter replaces itself. If it has been erased in the meantime, it must not come back.
            if (deadLetter.Replays > 0 && !deadLetters.Contains(deadLetter.Id))
            {
                return;
            }

            hasReplayEnded = !deadLetter.IsReplaying && deadLetters.IsReplaying(deadLetter.Id);
            deadLetters.Set(deadLetter, body);

            if (!deadLetter.IsReplaying)
            {
                open.Remove(EventId.OfReplay(deadLetter.Id));
            }

            if (deadLetter.Handler is { } handler && open.TryGetValue(EventId.Of(deadLetter.Endpoint, deadLetter.Key), out var progress))
            {
                progress.Finished(handler);
            }
        }

        ReportReplay(deadLetter.Id, hasReplayEnded);
    }

    public void DeadLetterRemoved(Guid deadLetter, DeadLetterRemoval why)
    {
        bool hasReplayEnded;

        lock (gate)
        {
            hasReplayEnded = deadLetters.IsReplaying(deadLetter);
            deadLetters.Remove(deadLetter);
            open.Remove(EventId.OfReplay(deadLetter));
        }

        ReportReplay(deadLetter, hasReplayEnded);
    }

    public void EventSettled(EventId id)
    {
        lock (gate)
        {
            open.Remove(id);
            settled.Add(id);
        }
    }

    /// <summary>Nothing to do: a delivery taken from the channel is kept nowhere else.</summary>
    public void DeliverySettled(DeliveryPosition position)
    {
    }

    /// <summary>Completes at once: outcomes are already as safe as this store makes them.</summary>
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

    private void ReportReplay(Guid deadLetter, bool hasEnded)
    {
        if (hasEnded)
        {
            replayEnded?.Invoke(deadLetter);
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
