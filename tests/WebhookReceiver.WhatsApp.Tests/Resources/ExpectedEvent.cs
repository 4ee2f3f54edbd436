namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>What an event must be, whatever its type. <see cref="Item"/> points to its JSON in the body; null when it has none.</summary>
internal sealed record ExpectedEvent(
    string? Item, string Type, string Record, string? Account, string? PhoneNumberId, string? Conversation, DateTimeOffset? OccurredAt, ExpectedUser? User)
{
    public static ExpectedEvent Of(WhatsAppEvent received, string? item) => new(
        item,
        received.Type,
        received.GetType().Name,
        received.Account,
        received.PhoneNumberId,
        received.ConversationKey,
        received.OccurredAt,
        received.User is { } user ? new ExpectedUser(user.PhoneNumber, user.UserId, user.ParentUserId) : null);
}

internal sealed record ExpectedUser(string? PhoneNumber, string? UserId, string? ParentUserId);
