using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// A user stopped, resumed or signed up for marketing messages (Meta's <c>user_preferences</c> webhook reference). A stop must be honoured however late it
/// arrives, and an older resume must not undo it: compare <see cref="WhatsAppEvent.OccurredAt"/>.
/// </summary>
public sealed record UserPreference : FieldEvent
{
    /// <summary>Creates an event for a test.</summary>
    public UserPreference()
    {
    }

    internal UserPreference(in EventSource source, WhatsAppUser? user)
        : base(source)
    {
        var item = source.Item;

        User = user;
        ConversationKey = Conversations.Key(PhoneNumberId, groupId: null, user);
        Category = item["category"u8].Name;
        Value = item["value"u8].Name;
        Detail = item["detail"u8].Text;
        SignupId = item["signup_id"u8].Name;
    }

    /// <summary><c>marketing_messages</c>; the list is open.</summary>
    public string? Category { get; init; }

    /// <summary><c>stop</c>, <c>resume</c>, <c>signup</c>; the list is open.</summary>
    public string? Value { get; init; }

    /// <summary>The same in prose.</summary>
    public string? Detail { get; init; }

    /// <summary>The sign-up campaign.</summary>
    public string? SignupId { get; init; }
}
