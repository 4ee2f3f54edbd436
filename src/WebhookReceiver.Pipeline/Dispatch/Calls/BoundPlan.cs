using WebhookReceiver.Inbox;

namespace WebhookReceiver.Dispatch;

/// <summary>A plan with the handlers that are registered now. Shared by all events with the same plan.</summary>
/// <param name="Plan">The plan, which has only names.</param>
/// <param name="Calls">The handlers in the order of the plan, then the fallbacks.</param>
internal sealed record BoundPlan(HandlerPlan Plan, PlannedCall[] Calls)
{
    /// <summary>How many of the calls are handlers; the fallbacks follow them.</summary>
    public int Handlers => Plan.Handlers.Length;

    /// <summary>Whether the predicate of a handler must be asked before its first call.</summary>
    public bool IsConditional(int index) => index < Handlers ? Plan.Handlers[index].IsConditional : Plan.Fallbacks[index - Handlers].IsConditional;
}
