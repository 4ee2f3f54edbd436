using WebhookReceiver.Handlers;
using WebhookReceiver.Inbox;
using WebhookReceiver.Observation;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Dispatch;

/// <summary>Finds out whom an event concerns, and has them called.</summary>
internal sealed class EventDispatcher(HandlerRegistry registry, HandlerRunner runner, ReceiverMetrics metrics)
{
    public async Task DispatchAsync(WhatsAppEvent message, Delivery delivery, int attempt, CancellationToken stoppingToken)
    {
        var handlers = registry.HandlersFor(message.GetType());

        if (handlers.Length is 0)
        {
            metrics.EventUnhandled();
            handlers = registry.FallbacksFor(message.GetType());
        }

        if (handlers.Length > 0)
        {
            await runner.RunAsync(handlers, message, ContextOf(message, delivery, attempt), stoppingToken);
        }

        metrics.EventHandled();
    }

    private static WhatsAppContext ContextOf(WhatsAppEvent message, Delivery delivery, int attempt) => new()
    {
        Key = message.Key,
        Endpoint = delivery.Endpoint,
        Account = message.Account,
        PhoneNumberId = message.PhoneNumberId,
        User = message.User,
        DeliveryId = delivery.Id,
        Attempt = attempt,
        ReceivedAt = delivery.ReceivedAt,
        RawJson = message.RawJson,
    };
}
