using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// A contact in the address book of the WhatsApp Business app (Meta's <c>smb_app_state_sync</c> webhook reference): first all of them, later each change. They
/// arrive in any order, so let the latest <see cref="WhatsAppEvent.OccurredAt"/> win, which is when the contact was changed.
/// </summary>
public sealed record ContactStateSync : FieldEvent
{
    /// <summary>Creates an event for a test.</summary>
    public ContactStateSync()
    {
    }

    internal ContactStateSync(in EventSource source, WhatsAppUser? user)
        : base(source)
    {
        var item = source.Item;
        var contact = item["contact"u8];
        var metadata = item["metadata"u8];

        OccurredAt = metadata["timestamp"u8].Time ?? OccurredAt;
        User = user;
        ConversationKey = Conversations.Key(PhoneNumberId, groupId: null, user);
        StateType = item["type"u8].Name;
        Action = item["action"u8].Name;
        FullName = contact["full_name"u8].Text;
        FirstName = contact["first_name"u8].Text;
        Version = metadata["version"u8].Integer;
    }

    /// <summary>What is synchronised: <c>contact</c>; the list is open.</summary>
    public string? StateType { get; init; }

    /// <summary><c>add</c>, also for an edited contact, and <c>remove</c>; the list is open.</summary>
    public string? Action { get; init; }

    /// <summary>The name that the business gave the person; missing for <c>remove</c>.</summary>
    public string? FullName { get; init; }

    /// <summary>The first name that the business gave the person.</summary>
    public string? FirstName { get; init; }

    /// <summary>The version of the contact.</summary>
    public long? Version { get; init; }
}
