using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Handlers;

/// <summary>Calls a handler with an event of the type it was registered for; services come from the event's scope.</summary>
internal delegate Task HandlerCall(IServiceProvider services, WhatsAppEvent message, WhatsAppContext context, CancellationToken cancellationToken);

/// <summary>A handler, with its name in logs and metrics and one call for each event type it handles.</summary>
internal sealed record HandlerRegistration(string Name, IReadOnlyList<HandlerBinding> Bindings)
{
    /// <summary>Selects among the events that match by type; null: all.</summary>
    public Func<WhatsAppEvent, bool>? Where { get; init; }

    /// <summary>The call for the closest type, or null when the handler does not handle such events.</summary>
    public HandlerCall? CallFor(Type eventType)
    {
        HandlerBinding? closest = null;

        foreach (var binding in Bindings)
        {
            if (binding.EventType.IsAssignableFrom(eventType) && (closest is null || closest.EventType.IsAssignableFrom(binding.EventType)))
            {
                closest = binding;
            }
        }

        return closest?.Call;
    }
}

/// <summary>An event type and the call for it.</summary>
internal sealed record HandlerBinding(Type EventType, HandlerCall Call);

/// <summary>A handler for one event type.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Call">Calls it, through the filters.</param>
/// <param name="Where">Selects among the events that match by type; null: all. Evaluated once for each event, before the first call.</param>
internal sealed record BoundHandler(string Name, HandlerCall Call, Func<WhatsAppEvent, bool>? Where);
