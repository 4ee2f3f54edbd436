using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace WebhookReceiver.Dispatch;

/// <summary>The pool of <see cref="EventRun"/>s, and how many events are in progress.</summary>
internal sealed class EventRuns(RunEnvironment environment, HandlerGates gates, RunQueue runnable) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Stack<EventRun> idle = new();
    private readonly ConcurrentBag<EventRun> all = [];
    private int busy;
    private volatile bool isCutShort;

    /// <summary>Fires when the last event in progress has ended.</summary>
    public Signal Freed { get; } = new();

    /// <summary>How many events are in progress.</summary>
    public int Busy => Volatile.Read(ref busy);

    /// <summary>Runs an event that was begun, as soon as it has its place.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "Runs are disposed of together, at the end.")]
    public void Begin(EventTurn turn)
    {
        var run = Rent();

        var bulkhead = turn.Admission.Bulkhead;

        if (run.TryPrepare(turn))
        {
            runnable.Add(run);
        }
        else if (bulkhead.IsPaused)
        {
            // It was paused since the event was begun: the event waits in its lane, and others can be begun instead.
            bulkhead.TakeBegun().ForEach(static put => put.PutBack());
        }
    }

    public void Return(EventRun run)
    {
        lock (gate)
        {
            idle.Push(run);
        }

        if (Interlocked.Decrement(ref busy) is 0)
        {
            Freed.Set();
        }
    }

    /// <summary>Completes when no event is in progress. One waiter at a time, and only while no event is begun.</summary>
    public async Task UntilFreeAsync()
    {
        while (Busy > 0)
        {
            await Freed.WaitAsync();
        }
    }

    /// <summary>Returns events that were begun ahead and have no place to their lanes: calls that were left behind may keep all places of their handler for ever.</summary>
    public void PutBackBegun()
    {
        foreach (var run in TakeBegun())
        {
            run.PutBack();
        }
    }

    /// <summary>Shortens the wait for disposals when the service begins to stop.</summary>
    public void HurryDisposals()
    {
        foreach (var run in all)
        {
            run.HurryDisposal();
        }
    }

    /// <summary>Fires the token of every running handler because the service stops, and calls no further one.</summary>
    public void CutShort()
    {
        isCutShort = true;

        foreach (var run in all)
        {
            run.CutShort();
        }

        foreach (var run in TakeBegun())
        {
            run.PutBack();
        }
    }

    public void Dispose()
    {
        foreach (var run in all)
        {
            run.Dispose();
        }
    }

    private List<EventRun> TakeBegun() => [.. gates.All.SelectMany(static gate => gate.Calls.TakeBegun().Concat(gate.Asks.TakeBegun()))];

    private EventRun Rent()
    {
        EventRun? run;

        lock (gate)
        {
            idle.TryPop(out run);
        }

        if (run is null)
        {
            run = new EventRun(environment, this, runnable);
            all.Add(run);

            lock (gate)
            {
                // So that returning a run allocates nothing.
                idle.EnsureCapacity(all.Count);
            }

            if (isCutShort)
            {
                run.CutShort();
            }
        }

        Interlocked.Increment(ref busy);
        return run;
    }
}
