using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Handlers;

/// <summary>Calls a handler with an event of the type it was registered for; services come from the scope of the event.</summary>
internal delegate Task HandlerCall(IServiceProvider services, WhatsAppEvent message, WhatsAppContext context, CancellationToken cancellationToken);

/// <summary>A handler under the name by which it is known in logs and metrics, with a call for each type of event that it wants.</summary>
internal sealed record HandlerRegistration(string Name, IReadOnlyList<HandlerBinding> Bindings)
{
    /// <summary>Which of the events that fit by type it wants; null: all.</summary>
    public Func<WhatsAppEvent, bool>? Where { get; init; }

    /// <summary>The call for the closest type, or null when the handler does not want such events.</summary>
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

/// <summary>A type of event, and what to call with it.</summary>
internal sealed record HandlerBinding(Type EventType, HandlerCall Call);

/// <summary>A handler for a type of event.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Call">Calls it, filters included.</param>
/// <param name="Where">Which of the events that fit by type it wants; null: all. Asked once for each event, before the first call.</param>
internal sealed record BoundHandler(string Name, HandlerCall Call, Func<WhatsAppEvent, bool>? Where);
