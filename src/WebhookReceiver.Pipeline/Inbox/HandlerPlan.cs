namespace WebhookReceiver.Inbox;

/// <summary>
/// Which handlers an event may concern, by their names and in the order in which they are called. Decided once, when the event is begun for the first time, and stored
/// with it: a handler that is added later is not owed to the event, and one that is gone is missed.
/// </summary>
internal sealed class HandlerPlan(PlannedHandler[] handlers, PlannedHandler[] fallbacks) : IEquatable<HandlerPlan>
{
    public PlannedHandler[] Handlers => handlers;

    /// <summary>Those that are called when none of the handlers wants the event.</summary>
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
/// <param name="IsConditional">Whether it has a predicate that is asked before its first call for an event.</param>
internal readonly record struct PlannedHandler(string Name, bool IsConditional);
