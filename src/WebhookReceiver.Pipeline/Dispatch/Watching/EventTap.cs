using WebhookReceiver.Deliveries;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Lets operators watch events as they arrive and as their attempts end. While nobody watches, it costs a comparison. A watcher is called on the threads that handle events, so it must return
/// at once, keep neither the delivery nor the event, and throw nothing.
/// </summary>
internal sealed class EventTap
{
    private readonly Lock gate = new();
    private volatile Action<Delivery, WhatsAppEvent, EventSighting>[]? watchers;

    public bool IsWatched => watchers is not null;

    /// <summary>Reports a step in the life of an event. One that was evicted from memory meanwhile is not reported.</summary>
    public void Saw(Delivery? delivery, WhatsAppEvent? message, EventSighting sighting)
    {
        if (watchers is not { } all || delivery is null || message is null)
        {
            return;
        }

        foreach (var watcher in all)
        {
            watcher(delivery, message, sighting);
        }
    }

    public void Watch(Action<Delivery, WhatsAppEvent, EventSighting> watcher)
    {
        lock (gate)
        {
            watchers = [.. watchers ?? [], watcher];
        }
    }

    public void Leave(Action<Delivery, WhatsAppEvent, EventSighting> watcher)
    {
        lock (gate)
        {
            watchers = watchers?.Where(one => one != watcher).ToArray() is { Length: > 0 } others ? others : null;
        }
    }
}
