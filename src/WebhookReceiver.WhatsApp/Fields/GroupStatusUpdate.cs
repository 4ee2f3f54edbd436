using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// A group was suspended, or its suspension was lifted (Meta's "Webhooks for Groups"): <see cref="GroupEvent.Event"/> is <c>group_suspend</c> or
/// <c>group_suspend_cleared</c>.
/// </summary>
public sealed record GroupStatusUpdate : GroupEvent
{
    /// <summary>Creates an event for a test.</summary>
    public GroupStatusUpdate()
    {
    }

    internal GroupStatusUpdate(in EventSource source)
        : base(source)
    {
    }
}
