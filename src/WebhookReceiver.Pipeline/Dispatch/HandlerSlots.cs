using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace WebhookReceiver.Dispatch;

/// <summary>The places at which events are handled, as many as <c>Dispatch:Concurrency</c> says.</summary>
internal sealed class HandlerSlots : IDisposable
{
    private readonly HandlerSlot[] all;
    private readonly ConcurrentStack<HandlerSlot> free;
    private readonly ConcurrentQueue<EventTurn> handed = new();
    private int busy;

    public HandlerSlots(IOptions<DispatchOptions> options, SlotEnvironment environment)
    {
        all = [.. Enumerable.Range(0, options.Value.Concurrency).Select(_ => new HandlerSlot(environment, Next, Return))];
        free = new ConcurrentStack<HandlerSlot>(all);
    }

    /// <summary>Fires when a slot is free again.</summary>
    public Signal Freed { get; } = new();

    public int Busy => Volatile.Read(ref busy);

    public bool HasFree => !free.IsEmpty;

    /// <summary>Whether each event that was handed over has a slot.</summary>
    public bool HasTakenAll => handed.IsEmpty;

    /// <summary>
    /// Hands over events. One slot is woken, and wakes the next when it finds more to do; a slot that is through with an event takes the next on the same thread. Handlers that
    /// end at once cost few changes of threads in this way, and one that blocks holds up nobody.
    /// </summary>
    public void HandOver(List<EventTurn> turns)
    {
        foreach (var turn in turns)
        {
            handed.Enqueue(turn);
        }

        Wake();
    }

    /// <summary>What was handed over and has no slot.</summary>
    public List<EventTurn> TakeBack()
    {
        var left = new List<EventTurn>();

        while (handed.TryDequeue(out var turn))
        {
            left.Add(turn);
        }

        return left;
    }

    /// <summary>Completes when nothing runs any more. For the end, when nothing is started any more and nobody else waits for a slot.</summary>
    public async Task UntilFreeAsync()
    {
        while (Busy > 0)
        {
            await Freed.WaitAsync();
        }
    }

    /// <summary>Tells every running handler that the service stops, and keeps the slots from calling further ones.</summary>
    public void CutShort()
    {
        foreach (var slot in all)
        {
            slot.CutShort();
        }
    }

    public void Dispose()
    {
        foreach (var slot in all)
        {
            slot.Dispose();
        }
    }

    private EventTurn? Next()
    {
        if (!handed.TryDequeue(out var turn))
        {
            return null;
        }

        if (handed.IsEmpty)
        {
            Freed.Set();
        }
        else
        {
            Wake();
        }

        return turn;
    }

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "Slots are disposed of together, at the end.")]
    private void Wake()
    {
        if (free.TryPop(out var slot))
        {
            Interlocked.Increment(ref busy);
            slot.Start();
        }
    }

    private void Return(HandlerSlot slot)
    {
        free.Push(slot);
        Interlocked.Decrement(ref busy);
        Freed.Set();

        // Something may have been handed over after this slot had found nothing, and before it could be woken again.
        if (!handed.IsEmpty)
        {
            Wake();
        }
    }
}
