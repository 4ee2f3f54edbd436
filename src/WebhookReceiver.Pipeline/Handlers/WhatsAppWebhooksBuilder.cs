using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WebhookReceiver.Handlers;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver;

/// <summary>Adds handlers. They are called in the order in which they were added.</summary>
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
    /// Adds a handler class, which implements <see cref="IWhatsAppHandler{TEvent}"/> for one or more types. It is made anew for each event
    /// (scoped), unless it is registered otherwise already. Adding a class again changes nothing.
    /// </summary>
    /// <typeparam name="THandler">The class. Its full name is the name of the handler.</typeparam>
    /// <param name="where">Which events it gets, of those that fit by type. Without one: all. If it throws, that counts as a failure of the handler.</param>
    /// <exception cref="ArgumentException"><typeparamref name="THandler"/> implements the interface for no type.</exception>
    public WhatsAppWebhooksBuilder AddHandler<THandler>(Func<WhatsAppEvent, bool>? where = null)
        where THandler : class
    {
        if (handlers.TryAdd(ClassHandler.Create(typeof(THandler)) with { Where = where }))
        {
            Services.TryAddScoped<THandler>();
        }

        return this;
    }

    /// <summary>Adds a lambda for events of a type and all types below it.</summary>
    /// <typeparam name="TEvent">The type of event.</typeparam>
    /// <param name="handler">
    /// Takes the event, a <see cref="WhatsAppContext"/>, a <see cref="CancellationToken"/> and services, each where it wants them or not at all;
    /// returns <see cref="Task"/>, <see cref="ValueTask"/> or nothing.
    /// </param>
    /// <param name="name">
    /// The name of the handler, under which its attempts and dead letters are kept. Without one: the event type and <c>#1</c>; a second lambda for that type needs a name,
    /// because numbers would pass to other handlers with the next change of the program.
    /// </param>
    /// <param name="where">Which events it gets, of those that fit by type. Without one: all. If it throws, that counts as a failure of the handler.</param>
    /// <exception cref="ArgumentException">The lambda has parameters or a result that do not fit, or the name is taken, or a name is needed.</exception>
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

    /// <summary>Adds a lambda for events that no handler asked for; parameters as in <see cref="On{TEvent}"/>.</summary>
    /// <param name="handler">The lambda.</param>
    /// <param name="name">The name of the handler. Without one: <c>Unhandled#1</c>; a second one needs a name.</param>
    /// <exception cref="ArgumentException">The lambda has parameters or a result that do not fit, or the name is taken, or a name is needed.</exception>
    public WhatsAppWebhooksBuilder OnUnhandled(Delegate handler, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(handler);

        var registration = LambdaHandler.Create(name ?? HandlerRegistry.NameOfOnly("Unhandled"), typeof(WhatsAppEvent), handler);
        return handlers.TryAddFallback(registration) ? this : throw Taken(name, nameof(OnUnhandled));
    }

    /// <summary>
    /// Adds a filter around every call of every handler. The first that is added is the outermost; it may look at the call, leave it out, repeat it, time it, or deal with its
    /// exception. An event for which it does not call <c>next</c> counts as handled by that handler.
    /// </summary>
    /// <param name="filter">Gets the call and what to call next.</param>
    public WhatsAppWebhooksBuilder Use(Func<WhatsAppHandlerInvocation, WhatsAppHandlerDelegate, Task> filter)
    {
        ArgumentNullException.ThrowIfNull(filter);

        handlers.Add((invocation, next) => filter(invocation, next));
        return this;
    }

    /// <summary>Adds a filter class around every call of every handler, as <see cref="Use(Func{WhatsAppHandlerInvocation, WhatsAppHandlerDelegate, Task})"/> does.</summary>
    /// <typeparam name="TFilter">The class. It comes from the scope of the event, scoped unless it is registered otherwise already.</typeparam>
    public WhatsAppWebhooksBuilder Use<TFilter>()
        where TFilter : class, IWhatsAppHandlerFilter
    {
        Services.TryAddScoped<TFilter>();
        handlers.Add(static (invocation, next) => invocation.Services.GetRequiredService<TFilter>().InvokeAsync(invocation, next));
        return this;
    }

    private static ArgumentException Taken(string? name, string method) => new(
        name is not null
            ? $"There is a handler named '{name}' already."
            : $"There are two handlers of {method} without a name. Give each a name that stays, as in {method}(…, name: \"orders\"): its attempts and dead letters are kept under it.",
        nameof(name));
}
