using System.Collections.Concurrent;

namespace WebhookReceiver.Handlers;

/// <summary>All handlers in the order in which they were added, and the choice of handlers for an event.</summary>
internal sealed class HandlerRegistry
{
    private readonly List<HandlerRegistration> handlers = [];
    private readonly List<HandlerRegistration> fallbacks = [];
    private readonly List<HandlerFilter> filters = [];
    private readonly ConcurrentDictionary<Type, BoundHandler[]> handlersOf = new();
    private readonly ConcurrentDictionary<Type, BoundHandler[]> fallbacksOf = new();

    /// <summary>The number of handlers and fallbacks.</summary>
    public int Count => handlers.Count + fallbacks.Count;

    /// <summary>The names of the handlers and fallbacks, in the order in which they were added.</summary>
    public IEnumerable<string> Names => handlers.Concat(fallbacks).Select(static handler => handler.Name);

    /// <returns>False when a handler or fallback of that name exists already.</returns>
    public bool TryAdd(HandlerRegistration handler) => TryAdd(handlers, handler);

    /// <returns>False when a handler or fallback of that name exists already.</returns>
    public bool TryAddFallback(HandlerRegistration handler) => TryAdd(fallbacks, handler);

    /// <summary>Adds a filter inside those added before.</summary>
    public void Add(HandlerFilter filter) => filters.Add(filter);

    /// <summary>The name of the only unnamed lambda of its kind. There is no second such name: a number must not pass to another handler when one is added above it.</summary>
    public static string NameOfOnly(string kind) => $"{kind}#1";

    public BoundHandler[] HandlersFor(Type eventType) => handlersOf.GetOrAdd(eventType, static (type, all) => all.Bind(type, all.handlers), this);

    public BoundHandler[] FallbacksFor(Type eventType) => fallbacksOf.GetOrAdd(eventType, static (type, all) => all.Bind(type, all.fallbacks), this);

    /// <returns>Null when no handler of that name handles such events (any more).</returns>
    public BoundHandler? Find(Type eventType, string name) =>
        Array.Find(HandlersFor(eventType), handler => IsNamed(handler, name)) ?? Array.Find(FallbacksFor(eventType), handler => IsNamed(handler, name));

    private BoundHandler[] Bind(Type eventType, List<HandlerRegistration> registrations) =>
        [.. registrations
            .Select(handler => (Registration: handler, Call: handler.CallFor(eventType)))
            .Where(static bound => bound.Call is not null)
            .Select(bound => new BoundHandler(bound.Registration.Name, FilteredCall.Of(bound.Registration, bound.Call!, filters), bound.Registration.Where))];

    private bool TryAdd(List<HandlerRegistration> registrations, HandlerRegistration handler)
    {
        if (IsTaken(handlers, handler.Name) || IsTaken(fallbacks, handler.Name))
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
