namespace WebhookReceiver.WhatsApp;

/// <summary>Names the conversation that an event belongs to, for keeping order.</summary>
internal static class Conversations
{
    /// <returns>Null without a business number, or without a user or group: the order of such events is kept per account and field.</returns>
    public static string? Key(string? phoneNumberId, string? groupId, WhatsAppUser? user)
    {
        if (phoneNumberId is null)
        {
            return null;
        }

        return (groupId ?? UserIds.ConversationPart(user)) is { } other ? $"{phoneNumberId}:{other}" : null;
    }
}
