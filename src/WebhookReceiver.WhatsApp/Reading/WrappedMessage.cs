using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>
/// Reads messages that are only part of another event and so are not passed to message handlers: copies, past chats, messages sent by the business.
/// </summary>
internal static class WrappedMessage
{
    /// <summary>A message that the business sent: its user is the recipient.</summary>
    public static InboundMessage ReadSent(ChangeSource change, WireValue item) =>
        MessageReader.ReadOf(change, item, change.Contacts.Find(RecipientOf(item)));

    public static UserIds RecipientOf(WireValue item) => new(item["to"u8].Name, item["to_user_id"u8].Name, item["to_parent_user_id"u8].Name);

    /// <summary>The event around it has the identity of what is inside, in a separate key space.</summary>
    public static EventSource Source(ChangeSource change, WireValue item, WhatsAppEvent inside, string kind, EventReader reader)
    {
        var identity = new EventIdentity(stackalloc byte[128], kind);
        identity.Add(inside.Key.ToString());
        return change.Source(item, identity.ToKey(), reader);
    }
}
