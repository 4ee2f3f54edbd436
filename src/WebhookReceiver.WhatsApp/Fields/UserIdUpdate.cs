using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// A user's business-scoped id changed (Meta's "Business-scoped user IDs"). Meta documents this field but does not offer it: the same
/// information arrives as a message of type <c>system</c>. <see cref="WhatsAppEvent.User"/> has the new ids.
/// </summary>
public sealed record UserIdUpdate : FieldEvent
{
    /// <summary>Creates an event for a test.</summary>
    public UserIdUpdate()
    {
    }

    internal UserIdUpdate(in EventSource source, WhatsAppUser? user)
        : base(source)
    {
        var item = source.Item;

        User = user;
        ConversationKey = Conversations.Key(PhoneNumberId, groupId: null, user);
        Detail = item["detail"u8].Text;
        PreviousUserId = item["user_id"u8]["previous"u8].Name;
        CurrentUserId = UserIdUpdateField.Current(item["user_id"u8]);
        PreviousParentUserId = item["parent_user_id"u8]["previous"u8].Name;
        CurrentParentUserId = UserIdUpdateField.Current(item["parent_user_id"u8]);
    }

    /// <summary>What happened, in prose.</summary>
    public string? Detail { get; init; }

    /// <summary>The previous id.</summary>
    public string? PreviousUserId { get; init; }

    /// <summary>The new id.</summary>
    public string? CurrentUserId { get; init; }

    /// <summary>The previous id across a parent business.</summary>
    public string? PreviousParentUserId { get; init; }

    /// <summary>The new id across a parent business.</summary>
    public string? CurrentParentUserId { get; init; }
}
