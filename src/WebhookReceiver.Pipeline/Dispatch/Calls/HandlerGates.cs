using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Dispatch;

/// <summary>The places of every handler. A handler that hangs takes its own places and no other handler's.</summary>
internal sealed class HandlerGates(IOptions<DispatchOptions> options, Lanes lanes, RunQueue runnable, IOutcomes outcomes)
{
    private readonly ConcurrentDictionary<string, HandlerGate> gates = new(StringComparer.Ordinal);
    private readonly BegunAllowance allowance = new(outcomes.BatchSize);

    /// <summary>For events for which no handler is called.</summary>
    public Bulkhead Unclaimed => Of(string.Empty).Calls;

    /// <summary>For the one event that runs while nothing else is in progress. All handlers have free places then, no matter what was promised to other events.</summary>
    private Bulkhead Alone { get; } = new(limit: 1, new BegunAllowance(outcomes.BatchSize), lanes, runnable);

    public IEnumerable<HandlerGate> All => gates.Values;

    /// <summary>How many lanes wait for handlers that are paused.</summary>
    public int WaitingForPaused => gates.Values.Sum(static gate => (gate.Calls.IsPaused ? gate.Calls.Waiting : 0) + (gate.Asks.IsPaused ? gate.Asks.Waiting : 0));

    /// <summary>Lets no call of a handler, and none of its predicate, begin from now on.</summary>
    public void Pause(string handler)
    {
        var gate = Of(handler);
        gate.Calls.Pause().Concat(gate.Asks.Pause()).ToList().ForEach(static run => run.PutBack());
    }

    /// <summary>Lets the calls of a handler begin again.</summary>
    public void Resume(string handler)
    {
        var gate = Of(handler);
        gate.Asks.Resume();
        gate.Calls.Resume();
    }

    public Admission EnterAlone() => Alone.TryEnter() ? new Admission(Alone, HasPlace: true) : throw new InvalidOperationException("Another event runs alone.");

    public HandlerGate Of(string handler) => gates.GetOrAdd(
        handler, static (name, all) => new HandlerGate(name, all.NewBulkhead(), all.NewBulkhead(), new HandlerFigures()), this);

    private Bulkhead NewBulkhead() => new(options.Value.Concurrency, allowance, lanes, runnable);
}

/// <summary>The places of one handler.</summary>
/// <param name="Handler">Its name; empty for events that concern no handler.</param>
/// <param name="Calls">For its calls.</param>
/// <param name="Asks">For its predicate, so that an event that it does not want need not wait for its calls.</param>
/// <param name="Figures">What its calls have come to.</param>
internal sealed record HandlerGate(string Handler, Bulkhead Calls, Bulkhead Asks, HandlerFigures Figures);
