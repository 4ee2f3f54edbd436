using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Which events are so old that a duplicate of them would not be recognised: messages and statuses that happened before the duplicate window began. One that says
/// nothing of its time, or names one to come, is not.
/// </summary>
internal static class StaleRule
{
    public static bool IsStale(WhatsAppEvent message, DateTimeOffset now, TimeSpan duplicateWindow) =>
        message is InboundMessage or MessageStatus && message.OccurredAt is { } occurred && now - occurred > duplicateWindow;
}
