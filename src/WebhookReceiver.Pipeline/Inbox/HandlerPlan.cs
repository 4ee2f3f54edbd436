namespace WebhookReceiver.Inbox;

/// <summary>
/// The handlers an event may concern, by name and in call order. Decided once, when the event is first begun, and stored with it: a handler added later does
/// not get the event, and a handler that is no longer registered is reported as missing.
/// </summary>
internal sealed class HandlerPlan(PlannedHandler[] handlers, PlannedHandler[] fallbacks) : IEquatable<HandlerPlan>
{
    public PlannedHandler[] Handlers => handlers;

    /// <summary>The handlers that are called when no other handler wants the event.</summary>
    public PlannedHandler[] Fallbacks => fallbacks;

    public bool Equals(HandlerPlan? other) =>
        ReferenceEquals(this, other)
        || (other is not null && handlers.AsSpan().SequenceEqual(other.Handlers) && fallbacks.AsSpan().SequenceEqual(other.Fallbacks));

    public override bool Equals(object? obj) => Equals(obj as HandlerPlan);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(handlers.Length);

        foreach (var handler in handlers)
        {
            hash.Add(handler);
        }

        foreach (var fallback in fallbacks)
        {
            hash.Add(fallback);
        }

        return hash.ToHashCode();
    }
}

/// <summary>A handler in a plan.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsConditional">Whether it has a predicate, which is evaluated before the handler's first call for an event.</param>
internal readonly record struct PlannedHandler(string Name, bool IsConditional);
