using System.Collections.Concurrent;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Pipeline.Tests.Fakes;

/// <summary>Outcomes in memory, with a protocol of all calls. After its death the process would find the outcomes recorded before the last flush.</summary>
internal sealed class WatchedOutcomes(MemoryOutcomes inner) : IOutcomes, IOutcomeSink, IDeadLetterTable
{
    private readonly ConcurrentQueue<string> said = new();
    private readonly ConcurrentDictionary<long, byte> settledDeliveries = new();
    private Func<string, bool> failing = static _ => false;
    private int failures;
    private int notKept;

    public IEnumerable<string> Said => said;

    /// <summary>The next calls of this kind fail for lack of memory, as many as given, and record nothing.</summary>
    public void FailNext(Func<string, bool> which, int times) => (failing, failures) = (which, times);

    /// <summary>What a flush waits for.</summary>
    public Func<Task> Disk { get; set; } = static () => Task.CompletedTask;

    /// <summary>The exception that beginning events throws; null when it succeeds.</summary>
    public IOException? Unreachable { get; set; }

    public int SettledDeliveries => settledDeliveries.Count + Volatile.Read(ref notKept);

    public bool IsDeliverySettled(DeliveryPosition position) => settledDeliveries.ContainsKey(position.Sequence);

    public EventProgress? ProgressOf(EventId id) => inner.ProgressOf(id);

    /// <summary>Events that another process owns now: nothing is begun or recorded for them here.</summary>
    public Func<EventId, bool> IsLost { get; set; } = static _ => false;

    public async ValueTask BeginAsync(Memory<EventStart> events, CancellationToken cancellationToken)
    {
        if (Unreachable is { } problem)
        {
            throw problem;
        }

        for (var index = 0; index < events.Length; index++)
        {
            await BeginAsync(events, index, cancellationToken);
        }

        await FlushAsync(cancellationToken);
    }

    public ValueTask<bool> RecordAsync(OutcomeBatch outcomes, CancellationToken cancellationToken)
    {
        var ids = new IdsOf();
        outcomes.CopyTo(ids);

        if (ids.Found.Any(IsLost))
        {
            return ValueTask.FromResult(false);
        }

        outcomes.CopyTo(this);
        return ValueTask.FromResult(true);
    }

    public void AttemptSuspended(EventId id)
    {
        Say("suspended");
        inner.AttemptSuspended(id);
    }

    public void AttemptEnded(EventId id) => inner.AttemptEnded(id);

    public void HandlerWanted(EventId id, string handler)
    {
        Say($"wanted {handler}");
        inner.HandlerWanted(id, handler);
    }

    public void HandlerNotWanted(EventId id, string handler)
    {
        Say($"refused {handler}");
        inner.HandlerNotWanted(id, handler);
    }

    public void HandlerSucceeded(EventId id, string handler)
    {
        Say($"succeeded {handler}");
        inner.HandlerSucceeded(id, handler);
    }

    public void HandlerFailed(EventId id, string handler, HandlerFailure failure, string? exceptionType = null)
    {
        Say($"failed {handler} {failure.Attempts} {(failure.DueAt - failure.At).TotalSeconds}");
        inner.HandlerFailed(id, handler, failure, exceptionType);
    }

    public void DeadLettered(DeadLetter deadLetter, ReadOnlyMemory<byte> body)
    {
        Say($"letter {deadLetter.Handler} {deadLetter.Cause}");
        inner.DeadLettered(deadLetter, body);
    }

    public void DeadLetterRemoved(Guid deadLetter, DeadLetterRemoval why)
    {
        Say($"removed {why}");
        inner.DeadLetterRemoved(deadLetter, why);
    }

    public void EventSettled(EventId id)
    {
        Say("settled");
        inner.EventSettled(id);
    }

    public void DeliverySettled(DeliveryPosition position)
    {
        if (position == DeliveryPosition.None)
        {
            Interlocked.Increment(ref notKept);
        }
        else
        {
            settledDeliveries[position.Sequence] = 0;
        }

        inner.DeliverySettled(position);
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await Disk().WaitAsync(cancellationToken);
        Say("flushed");
    }

    public int Count => inner.Count;

    public int Replaying => inner.Replaying;

    public bool Contains(Guid id) => inner.Contains(id);

    public bool IsReplaying(Guid id) => inner.IsReplaying(id);

    public IReadOnlyList<DeadLetterEntry> After(Guid? after, int atMost, bool newestFirst = false) => inner.After(after, atMost, newestFirst);

    public IReadOnlyList<Guid> ReplayingAfter(Guid? after, int atMost, IReadOnlyCollection<string>? exceptHandlers = null) =>
        inner.ReplayingAfter(after, atMost, exceptHandlers);

    public DeadLetterReading Read(Guid id) => inner.Read(id);

    public IEnumerable<DeadLetterReading> Read(IReadOnlyList<Guid> ids) => inner.Read(ids);

    /// <summary>Called between the end of a replay and its report.</summary>
    public Action<Guid> BeforeReplayIsReported { get; set; } = static _ => { };

    public void WhenReplayEnds(Action<Guid> call) => inner.WhenReplayEnds(deadLetter =>
    {
        BeforeReplayIsReported(deadLetter);
        call(deadLetter);
    });

    private async ValueTask BeginAsync(Memory<EventStart> events, int index, CancellationToken cancellationToken)
    {
        if (IsLost(events.Span[index].Id))
        {
            events.Span[index].AnswerNotOwned();
            return;
        }

        if (events.Span[index].IsFirst)
        {
            try
            {
                FailIfWanted("looked up");
            }
            catch (OutOfMemoryException exception)
            {
                events.Span[index].AnswerUnavailable(exception);
                return;
            }
        }

        await inner.BeginAsync(events.Slice(index, 1), cancellationToken);

        if (events.Span[index].Result is EventStartResult.Begun)
        {
            Say("started");
        }
    }

    private void Say(string what)
    {
        FailIfWanted(what);
        said.Enqueue(what);
    }

    private void FailIfWanted(string what)
    {
        if (failing(what) && Interlocked.Decrement(ref failures) >= 0)
        {
            throw MemoryFull.Exception();
        }
    }
}
