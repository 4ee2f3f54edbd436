using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// The progress of a call placed by the business (Meta's pages on the Calling API). The end of the call may arrive before, or without, <c>ACCEPTED</c>.
/// <see cref="WhatsAppEvent.User"/> is the person being called.
/// </summary>
public sealed record CallStatus : FieldEvent
{
    /// <summary>Creates an event for a test.</summary>
    public CallStatus()
    {
    }

    internal CallStatus(in EventSource source, WhatsAppUser? user)
        : base(source)
    {
        var item = source.Item;

        User = user;
        ConversationKey = Conversations.Key(PhoneNumberId, groupId: null, user);
        CallId = item["id"u8].Name;
        StatusType = item["type"u8].Name;
        Status = item["status"u8].Name;
        OpaqueCallbackData = item["biz_opaque_callback_data"u8].Text;
    }

    /// <summary>The id of the call (<c>wacid.…</c>).</summary>
    public string? CallId { get; init; }

    /// <summary><c>call</c>, unlike the statuses of messages.</summary>
    public string? StatusType { get; init; }

    /// <summary><c>RINGING</c>, <c>ACCEPTED</c>, <c>REJECTED</c>; the list is open.</summary>
    public string? Status { get; init; }

    /// <summary>The text that the business supplied when calling, up to 512 characters.</summary>
    public string? OpaqueCallbackData { get; init; }
}
