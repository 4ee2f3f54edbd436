using System.Collections.Concurrent;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Pipeline.Tests.Fakes;

/// <summary>Outcomes in memory, and what was said to them: what the process would find after its death is what was said before the last flush.</summary>
internal sealed class WatchedOutcomes(MemoryOutcomes inner) : IOutcomes, IDeadLetters
{
    private readonly ConcurrentQueue<string> said = new();
    private readonly ConcurrentDictionary<long, byte> settledDeliveries = new();

    public IEnumerable<string> Said => said;

    /// <summary>What a flush waits for.</summary>
    public Func<Task> Disk { get; set; } = static () => Task.CompletedTask;

    public int SettledDeliveries => settledDeliveries.Count;

    public bool IsDeliverySettled(DeliveryPosition position) => settledDeliveries.ContainsKey(position.Sequence);

    public bool IsSettled(EventId id) => inner.IsSettled(id);

    public EventProgress? ProgressOf(EventId id) => inner.ProgressOf(id);

    public void EventStarted(EventId id, HandlerPlan plan)
    {
        said.Enqueue("started");
        inner.EventStarted(id, plan);
    }

    public void EventResumed(EventId id)
    {
        said.Enqueue("resumed");
        inner.EventResumed(id);
    }

    public void AttemptEnded(EventId id) => inner.AttemptEnded(id);

    public void HandlerWanted(EventId id, string handler)
    {
        said.Enqueue($"wanted {handler}");
        inner.HandlerWanted(id, handler);
    }

    public void HandlerNotWanted(EventId id, string handler)
    {
        said.Enqueue($"refused {handler}");
        inner.HandlerNotWanted(id, handler);
    }

    public void HandlerSucceeded(EventId id, string handler)
    {
        said.Enqueue($"succeeded {handler}");
        inner.HandlerSucceeded(id, handler);
    }

    public void HandlerFailed(EventId id, string handler, HandlerFailure failure)
    {
        said.Enqueue($"failed {handler} {failure.Attempts} {(failure.DueAt - failure.At).TotalSeconds}");
        inner.HandlerFailed(id, handler, failure);
    }

    public void DeadLettered(DeadLetter letter, ReadOnlyMemory<byte> body)
    {
        said.Enqueue($"letter {letter.Handler} {letter.Cause}");
        inner.DeadLettered(letter, body);
    }

    public void DeadLetterRemoved(Guid letter, DeadLetterRemoval why)
    {
        said.Enqueue($"removed {why}");
        inner.DeadLetterRemoved(letter, why);
    }

    public void EventSettled(EventId id)
    {
        said.Enqueue("settled");
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
        said.Enqueue("flushed");
    }

    public int Count => inner.Count;

    public int Replaying => inner.Replaying;

    public bool Contains(Guid id) => inner.Contains(id);

    public bool IsReplaying(Guid id) => inner.IsReplaying(id);

    public IReadOnlyList<DeadLetterEntry> After(Guid? after, int atMost, bool newestFirst = false) => inner.After(after, atMost, newestFirst);

    public IReadOnlyList<Guid> ReplayingAfter(Guid? after, int atMost) => inner.ReplayingAfter(after, atMost);

    public DeadLetterReading Read(Guid id) => inner.Read(id);

    public IEnumerable<DeadLetterReading> Read(IReadOnlyList<Guid> ids) => inner.Read(ids);

    public void WhenReplayEnds(Action call) => inner.WhenReplayEnds(call);
}
