using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Which events are so old that a duplicate of them would not be recognised: messages and statuses that occurred before the duplicate window began. An event without
/// a time, or with one in the future, is not stale.
/// </summary>
internal static class StaleRule
{
    public static bool IsStale(WhatsAppEvent message, DateTimeOffset now, TimeSpan duplicateWindow) =>
        message is InboundMessage or MessageStatus && message.OccurredAt is { } occurred && now - occurred > duplicateWindow;
}
