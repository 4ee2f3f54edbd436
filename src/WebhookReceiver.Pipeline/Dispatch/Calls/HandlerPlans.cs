using System.Collections.Concurrent;
using WebhookReceiver.Handlers;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Dispatch;

/// <summary>Finds the plan of an event: by its type when it is new, by the stored plan when it was begun before. Thread-safe.</summary>
internal sealed class HandlerPlans(HandlerRegistry registry, HandlerGates gates)
{
    private readonly ConcurrentDictionary<Type, BoundPlan> fresh = new();
    private readonly ConcurrentDictionary<(Type, HandlerPlan), BoundPlan> stored = new();

    /// <summary>The plan of an event that is begun for the first time.</summary>
    public BoundPlan For(Type eventType) => fresh.GetOrAdd(eventType, static (type, all) => all.Bind(type, all.PlanOf(type)), this);

    /// <summary>The plan of an event that was begun before.</summary>
    public BoundPlan For(Type eventType, EventProgress progress) => progress.Plan is { } plan ? For(eventType, plan) : WithFailed(eventType, progress);

    /// <summary>The plan that was stored when the event was begun, with the handlers that are registered now.</summary>
    private BoundPlan For(Type eventType, HandlerPlan plan) =>
        stored.GetOrAdd((eventType, plan), static (key, all) => all.Bind(key.Item1, key.Item2), this);

    /// <summary>The plan of a replay: the one handler that failed, without asking its predicate again.</summary>
    public BoundPlan For(Type eventType, string handler) => For(eventType, new HandlerPlan([new PlannedHandler(handler, IsConditional: false)], []));

    /// <summary>Older versions stored no plan, only the handlers that had failed: those are owed the event even if they no longer exist.</summary>
    private BoundPlan WithFailed(Type eventType, EventProgress progress)
    {
        var plan = For(eventType);
        var gone = progress.Handlers.Where(handler => !handler.IsFinished && !Array.Exists(plan.Calls, call => call.Name.Equals(handler.Name, StringComparison.Ordinal)))
            .Select(static handler => new PlannedHandler(handler.Name, IsConditional: false))
            .ToArray();

        return gone is [] ? plan : For(eventType, new HandlerPlan([.. plan.Plan.Handlers, .. gone], plan.Plan.Fallbacks));
    }

    private HandlerPlan PlanOf(Type eventType) => new(Named(registry.HandlersFor(eventType)), Named(registry.FallbacksFor(eventType)));

    private BoundPlan Bind(Type eventType, HandlerPlan plan) => new(
        plan,
        [.. plan.Handlers.Concat(plan.Fallbacks).Select(handler => new PlannedCall(handler.Name, registry.Find(eventType, handler.Name), gates.Of(handler.Name)))]);

    private static PlannedHandler[] Named(BoundHandler[] handlers) =>
        [.. handlers.Select(static handler => new PlannedHandler(handler.Name, handler.Where is not null))];
}
