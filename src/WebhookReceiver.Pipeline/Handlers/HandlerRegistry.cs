using System.Collections.Concurrent;

namespace WebhookReceiver.Handlers;

/// <summary>All handlers in the order in which they were added, and which of them an event goes to.</summary>
internal sealed class HandlerRegistry
{
    private readonly List<HandlerRegistration> handlers = [];
    private readonly List<HandlerRegistration> fallbacks = [];
    private readonly ConcurrentDictionary<Type, BoundHandler[]> handlersOf = new();
    private readonly ConcurrentDictionary<Type, BoundHandler[]> fallbacksOf = new();

    /// <returns>False when there is a handler of that name already.</returns>
    public bool TryAdd(HandlerRegistration handler) => TryAdd(handlers, handler);

    /// <returns>False when there is a fallback of that name already.</returns>
    public bool TryAddFallback(HandlerRegistration handler) => TryAdd(fallbacks, handler);

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

    public BoundHandler[] HandlersFor(Type eventType) => handlersOf.GetOrAdd(eventType, static (type, all) => Bind(type, all), handlers);

    public BoundHandler[] FallbacksFor(Type eventType) => fallbacksOf.GetOrAdd(eventType, static (type, all) => Bind(type, all), fallbacks);

    private static BoundHandler[] Bind(Type eventType, List<HandlerRegistration> registrations) =>
        [.. registrations
            .Select(handler => (handler.Name, Call: handler.CallFor(eventType)))
            .Where(static bound => bound.Call is not null)
            .Select(static bound => new BoundHandler(bound.Name, bound.Call!))];

    private static bool TryAdd(List<HandlerRegistration> registrations, HandlerRegistration handler)
    {
        if (IsTaken(registrations, handler.Name))
        {
            return false;
        }

        registrations.Add(handler);
        return true;
    }

    private static bool IsTaken(List<HandlerRegistration> registrations, string name) =>
        registrations.Exists(handler => string.Equals(handler.Name, name, StringComparison.Ordinal));
}
