using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WebhookReceiver.Handlers;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver;

/// <summary>Adds handlers. They are called in the order in which they are added.</summary>
public sealed class WhatsAppWebhooksBuilder
{
    private readonly HandlerRegistry handlers;

    internal WhatsAppWebhooksBuilder(IServiceCollection services, HandlerRegistry handlers)
    {
        Services = services;
        this.handlers = handlers;
    }

    /// <summary>The application's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>
    /// Adds a handler class, which implements <see cref="IWhatsAppHandler{TEvent}"/> for one or more types. A new instance is created for each event
    /// (scoped), unless the class is already registered otherwise. Adding a class again has no effect.
    /// </summary>
    /// <typeparam name="THandler">The class. Its full name is the name of the handler.</typeparam>
    /// <param name="where">Selects among the events that match by type. If omitted, the handler gets all of them. An exception it throws counts as a failure of the handler.</param>
    /// <exception cref="ArgumentException"><typeparamref name="THandler"/> does not implement the interface for any type.</exception>
    public WhatsAppWebhooksBuilder AddHandler<THandler>(Func<WhatsAppEvent, bool>? where = null)
        where THandler : class
    {
        if (handlers.TryAdd(ClassHandler.Create(typeof(THandler)) with { Where = where }))
        {
            Services.TryAddScoped<THandler>();
        }

        return this;
    }

    /// <summary>Adds a lambda for events of a type and all types derived from it.</summary>
    /// <typeparam name="TEvent">The event type.</typeparam>
    /// <param name="handler">
    /// Takes any of the event, a <see cref="WhatsAppContext"/>, a <see cref="CancellationToken"/> and services, in any order;
    /// returns <see cref="Task"/>, <see cref="ValueTask"/> or nothing.
    /// </param>
    /// <param name="name">
    /// The name of the handler, under which its attempts and dead letters are stored. If omitted, it is the event type followed by <c>#1</c>; a second lambda for that type needs a name,
    /// because numbers would pass to other handlers when the program changes.
    /// </param>
    /// <param name="where">Selects among the events that match by type. If omitted, the handler gets all of them. An exception it throws counts as a failure of the handler.</param>
    /// <exception cref="ArgumentException">The lambda has unsuitable parameters or an unsuitable result, or the name is taken, or a name is required.</exception>
    public WhatsAppWebhooksBuilder On<TEvent>(Delegate handler, string? name = null, Func<TEvent, bool>? where = null)
        where TEvent : WhatsAppEvent
    {
        ArgumentNullException.ThrowIfNull(handler);

        var registration = LambdaHandler.Create(name ?? HandlerRegistry.NameOfOnly(typeof(TEvent).Name), typeof(TEvent), handler) with
        {
            Where = where is null ? null : message => where((TEvent)message),
        };

        return handlers.TryAdd(registration) ? this : throw Taken(name, $"On<{typeof(TEvent).Name}>");
    }

    /// <summary>Adds a lambda for events that no handler accepts; parameters as in <see cref="On{TEvent}"/>.</summary>
    /// <param name="handler">The lambda.</param>
    /// <param name="name">The name of the handler. If omitted, <c>Unhandled#1</c>; a second one needs a name.</param>
    /// <exception cref="ArgumentException">The lambda has unsuitable parameters or an unsuitable result, or the name is taken, or a name is required.</exception>
    public WhatsAppWebhooksBuilder OnUnhandled(Delegate handler, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(handler);

        var registration = LambdaHandler.Create(name ?? HandlerRegistry.NameOfOnly("Unhandled"), typeof(WhatsAppEvent), handler);
        return handlers.TryAddFallback(registration) ? this : throw Taken(name, nameof(OnUnhandled));
    }

    /// <summary>
    /// Adds a filter around every call of every handler. The first one added is the outermost. A filter may inspect the call, skip it, repeat it, time it, or handle its
    /// exception. An event for which it does not call <c>next</c> counts as handled by that handler.
    /// </summary>
    /// <param name="filter">Receives the call and the delegate that continues it.</param>
    public WhatsAppWebhooksBuilder Use(Func<WhatsAppHandlerInvocation, WhatsAppHandlerDelegate, Task> filter)
    {
        ArgumentNullException.ThrowIfNull(filter);

        handlers.Add((invocation, next) => filter(invocation, next));
        return this;
    }

    /// <summary>Adds a filter class around every call of every handler, as <see cref="Use(Func{WhatsAppHandlerInvocation, WhatsAppHandlerDelegate, Task})"/> does.</summary>
    /// <typeparam name="TFilter">The class. It is resolved from the event's scope, as scoped unless it is already registered otherwise.</typeparam>
    public WhatsAppWebhooksBuilder Use<TFilter>()
        where TFilter : class, IWhatsAppHandlerFilter
    {
        Services.TryAddScoped<TFilter>();
        handlers.Add(static (invocation, next) => invocation.Services.GetRequiredService<TFilter>().InvokeAsync(invocation, next));
        return this;
    }

    private static ArgumentException Taken(string? name, string method) => new(
        name is not null
            ? $"A handler named '{name}' already exists."
            : $"Two handlers of {method} have no name. Give each a permanent name, as in {method}(…, name: \"orders\"): its attempts and dead letters are stored under it.",
        nameof(name));
}
