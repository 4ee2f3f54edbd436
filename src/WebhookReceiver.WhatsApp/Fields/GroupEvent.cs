using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// Something happened to a group (Meta's "Webhooks for Groups"). Success and failure have the same <see cref="Event"/>: check <see cref="Errors"/>.
/// </summary>
public abstract record GroupEvent : FieldEvent
{
    /// <summary>Creates an empty event for a test.</summary>
    protected GroupEvent()
    {
    }

    private protected GroupEvent(in EventSource source, WhatsAppUser? user = null)
        : base(source)
    {
        var item = source.Item;

        User = user;
        GroupId = item["group_id"u8].Name;
        ConversationKey = Conversations.Key(PhoneNumberId, GroupId, user);
        Event = item["type"u8].Name;
        RequestId = item["request_id"u8].Name;
        Errors = WhatsAppError.ReadList(item["errors"u8]);
    }

    /// <summary>The group; null when it could not be created.</summary>
    public string? GroupId { get; init; }

    /// <summary>What happened, as Meta's word for it (<c>groups[].type</c>); the list is open.</summary>
    public string? Event { get; init; }

    /// <summary>The request id returned by the API call that caused it; null when a person caused it.</summary>
    public string? RequestId { get; init; }

    /// <summary>Why the request failed; with code 131201 it failed in part. Empty when it succeeded.</summary>
    public IReadOnlyList<WhatsAppError> Errors { get; init; } = [];
}
