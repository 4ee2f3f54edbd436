namespace WebhookReceiver.WhatsApp;

/// <summary>Names the conversation to which an event belongs, for keeping order.</summary>
internal static class Conversations
{
    /// <returns>Null without a business number, or without a user or group: such events keep their order per account and field.</returns>
    public static string? Key(string? phoneNumberId, string? groupId, WhatsAppUser? user)
    {
        if (phoneNumberId is null)
        {
            return null;
        }

        return (groupId ?? UserIds.ConversationPart(user)) is { } other ? $"{phoneNumberId}:{other}" : null;
    }
}
