using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Dispatch;

/// <summary>How old an event is by Meta's clock, for the figures about delays.</summary>
internal static class EventAge
{
    private const string History = "history";

    /// <returns>Null when Meta does not say when it happened, or when it belongs to a chat history, which is old by its nature.</returns>
    public static TimeSpan? Of(WhatsAppEvent message, DateTimeOffset now) =>
        message is FieldEvent { Field: { } field } && field.Equals(History, StringComparison.OrdinalIgnoreCase) ? null : now - message.OccurredAt;
}
