using System.Collections.Concurrent;

namespace WebhookReceiver.Handlers;

/// <summary>All handlers in the order in which they were added, and which of them an event goes to.</summary>
internal sealed class HandlerRegistry
{
    private readonly List<HandlerRegistration> handlers = [];
    private readonly List<HandlerRegistration> fallbacks = [];
    private readonly List<HandlerFilter> filters = [];
    private readonly ConcurrentDictionary<Type, BoundHandler[]> handlersOf = new();
    private readonly ConcurrentDictionary<Type, BoundHandler[]> fallbacksOf = new();

    /// <summary>How many handlers and fallbacks there are.</summary>
    public int Count => handlers.Count + fallbacks.Count;

    /// <returns>False when there is a handler of that name already.</returns>
    public bool TryAdd(HandlerRegistration handler) => TryAdd(handlers, handler);

    /// <returns>False when there is a fallback of that name already.</returns>
    public bool TryAddFallback(HandlerRegistration handler) => TryAdd(fallbacks, handler);

    /// <summary>Adds a filter inside those that were added before.</summary>
    public void Add(HandlerFilter filter) => filters.Add(filter);

    /// <summary>The name of the next lambda for a type of event: names must stay the same from start to start.</summary>
    public string NextName(string prefix)
    {
        var ordinal = 1;

        while (IsTaken(handlers, $"{prefix}#{ordinal}") || IsTaken(fallbacks, $"{prefix}#{ordinal}"))
        {
            ordinal++;
        }

        return $"{prefix}#{ordinal}";
    }

    public BoundHandler[] HandlersFor(Type eventType) => handlersOf.GetOrAdd(eventType, static (type, all) => all.Bind(type, all.handlers), this);

    public BoundHandler[] FallbacksFor(Type eventType) => fallbacksOf.GetOrAdd(eventType, static (type, all) => all.Bind(type, all.fallbacks), this);

    /// <returns>Null when there is no handler (any more) of that name for such events.</returns>
    public BoundHandler? Find(Type eventType, string name) =>
        Array.Find(HandlersFor(eventType), handler => IsNamed(handler, name)) ?? Array.Find(FallbacksFor(eventType), handler => IsNamed(handler, name));

    private BoundHandler[] Bind(Type eventType, List<HandlerRegistration> registrations) =>
        [.. registrations
            .Select(handler => (Registration: handler, Call: handler.CallFor(eventType)))
            .Where(static bound => bound.Call is not null)
            .Select(bound => new BoundHandler(bound.Registration.Name, FilteredCall.Of(bound.Registration, bound.Call!, filters), bound.Registration.Where))];

    private static bool TryAdd(List<HandlerRegistration> registrations, HandlerRegistration handler)
    {
        if (IsTaken(registrations, handler.Name))
        {
            return false;
        }

        registrations.Add(handler);
        return true;
    }

    private static bool IsNamed(BoundHandler handler, string name) => string.Equals(handler.Name, name, StringComparison.Ordinal);

    private static bool IsTaken(List<HandlerRegistration> registrations, string name) =>
        registrations.Exists(handler => string.Equals(handler.Name, name, StringComparison.Ordinal));
}
