using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// A user has another business-scoped id than before (Meta's "Business-scoped user IDs"). Meta documents this field but does not offer it: the same
/// comes as a message of type <c>system</c>. <see cref="WhatsAppEvent.User"/> has the ids that hold from now on.
/// </summary>
public sealed record UserIdUpdate : FieldEvent
{
    /// <summary>An event to set up in a test.</summary>
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

    /// <summary>The id that no longer holds.</summary>
    public string? PreviousUserId { get; init; }

    /// <summary>The id that holds from now on.</summary>
    public string? CurrentUserId { get; init; }

    /// <summary>The id across a parent business that no longer holds.</summary>
    public string? PreviousParentUserId { get; init; }

    /// <summary>The id across a parent business that holds from now on.</summary>
    public string? CurrentParentUserId { get; init; }
}
