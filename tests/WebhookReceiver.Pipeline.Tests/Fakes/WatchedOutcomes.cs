using System.Collections.Concurrent;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Pipeline.Tests.Fakes;

/// <summary>Outcomes in memory, and what was said to them: what the process would find after its death is what was said before the last flush.</summary>
internal sealed class WatchedOutcomes(MemoryOutcomes inner) : IOutcomes, IDeadLetters
{
    private readonly ConcurrentQueue<string> said = new();
    private readonly ConcurrentDictionary<long, byte> settledDeliveries = new();
    private Func<string, bool> failing = static _ => false;
    private int failures;

    public IEnumerable<string> Said => said;

    /// <summary>The next so many calls of this kind fail for want of memory, and nothing is recorded.</summary>
    public void FailNext(Func<string, bool> which, int times) => (failing, failures) = (which, times);

    /// <summary>What a flush waits for.</summary>
    public Func<Task> Disk { get; set; } = static () => Task.CompletedTask;

    public int SettledDeliveries => settledDeliveries.Count;

    public bool IsDeliverySettled(DeliveryPosition position) => settledDeliveries.ContainsKey(position.Sequence);

    public TimeSpan? SettledFor(EventId id) => inner.SettledFor(id);

    public EventProgress? ProgressOf(EventId id)
    {
        FailIfWanted("looked up");
        return inner.ProgressOf(id);
    }

    public int EventStarted(EventId id, HandlerPlan plan)
    {
        Say("started");
        return inner.EventStarted(id, plan);
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

    public void HandlerFailed(EventId id, string handler, HandlerFailure failure)
    {
        Say($"failed {handler} {failure.Attempts} {(failure.DueAt - failure.At).TotalSeconds}");
        inner.HandlerFailed(id, handler, failure);
    }

    public void DeadLettered(DeadLetter letter, ReadOnlyMemory<byte> body)
    {
        Say($"letter {letter.Handler} {letter.Cause}");
        inner.DeadLettered(letter, body);
    }

    public void DeadLetterRemoved(Guid letter, DeadLetterRemoval why)
    {
        Say($"removed {why}");
        inner.DeadLetterRemoved(letter, why);
    }

    public void EventSettled(EventId id)
    {
        Say("settled");
        inner.EventSettled(id);
    }

    public void DeliverySettled(DeliveryPosition position)
    {
        settledDeliveries[position.Sequence] = 0;
        inner.DeliverySettled(position);
    }

    public async ValueTask FlushAsync()
    {
        await Disk();
        Say("flushed");
    }

    public int Count => inner.Count;

    public int Replaying => inner.Replaying;

    public bool Contains(Guid id) => inner.Contains(id);

    public bool IsReplaying(Guid id) => inner.IsReplaying(id);

    public IReadOnlyList<DeadLetterEntry> After(Guid? after, int atMost, bool newestFirst = false) => inner.After(after, atMost, newestFirst);

    public IReadOnlyList<Guid> ReplayingAfter(Guid? after, int atMost) => inner.ReplayingAfter(after, atMost);

    public DeadLetterReading Read(Guid id) => inner.Read(id);

    public IEnumerable<DeadLetterReading> Read(IReadOnlyList<Guid> ids) => inner.Read(ids);

    /// <summary>What happens between the end of a replay and its report.</summary>
    public Action<Guid> BeforeReplayIsReported { get; set; } = static _ => { };

    public void WhenReplayEnds(Action<Guid> call) => inner.WhenReplayEnds(letter =>
    {
        BeforeReplayIsReported(letter);
        call(letter);
    });

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
