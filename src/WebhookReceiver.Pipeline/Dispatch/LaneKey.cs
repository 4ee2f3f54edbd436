using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// What keeps its order: a conversation on an endpoint, and where an event belongs to none, what is told about one thing of one account. Events with equal keys
/// are handled one after another.
/// </summary>
internal readonly record struct LaneKey(string Endpoint, string? Account, string Subject)
{
    public static LaneKey Of(string endpoint, WhatsAppEvent message) => message.ConversationKey is { } conversation
        ? new LaneKey(endpoint, Account: null, conversation)
        : new LaneKey(endpoint, message.Account ?? string.Empty, (message as FieldEvent)?.Field ?? message.Type);
}
