using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace WebhookReceiver.Dispatch;

/// <summary>The events in progress. An <see cref="EventRun"/> is used for one after another.</summary>
internal sealed class EventRuns(RunEnvironment environment, HandlerGates gates, RunQueue runnable) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Stack<EventRun> idle = new();
    private readonly ConcurrentBag<EventRun> all = [];
    private int busy;
    private volatile bool isCutShort;

    /// <summary>Fires when no event is in progress any more.</summary>
    public Signal Freed { get; } = new();

    /// <summary>How many events are in progress.</summary>
    public int Busy => Volatile.Read(ref busy);

    /// <summary>Runs an event that was begun, as soon as it has its place.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "They are disposed of together, at the end.")]
    public void Begin(EventTurn turn)
    {
        var run = Rent();

        if (run.TryPrepare(turn))
        {
            runnable.Add(run);
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

    /// <summary>Completes when nothing is in progress any more. For one waiter at a time, while nothing is begun.</summary>
    public async Task UntilFreeAsync()
    {
        while (Busy > 0)
        {
            await Freed.WaitAsync();
        }
    }

    /// <summary>Puts back what was begun ahead and has no place: all the places of its handler may be kept for ever by calls that were left behind.</summary>
    public void PutBackBegun()
    {
        foreach (var run in TakeBegun())
        {
            run.PutBack();
        }
    }

    /// <summary>The service begins to stop.</summary>
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
                // So that to return one costs no memory.
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
