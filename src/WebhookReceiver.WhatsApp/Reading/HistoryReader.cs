using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>Reads the chats and messages in the field <c>history</c> (<c>Specification/fields.md</c>, section 6.9).</summary>
internal static class HistoryReader
{
    public static HistoryThread? ReadThread(ChangeSource change, WireValue thread)
    {
        if (!thread.IsObject)
        {
            return null;
        }

        var id = thread["id"u8].Name;
        var user = UserOf(change, id, thread["context"u8]);

        return new HistoryThread
        {
            Id = id,
            User = user,
            Messages = thread["messages"u8].Items.Read(item => ReadMessage(change, item, IsFromBusiness(change, item), user)),
        };
    }

    /// <summary>A message outside a chat, whose list determines who wrote it.</summary>
    public static HistoryMessage ReadAlone(ChangeSource change, WireValue item, bool isFromBusiness)
    {
        var ids = isFromBusiness ? WrappedMessage.RecipientOf(item) : ItemSender.Of(item);
        return ReadMessage(change, item, isFromBusiness, change.Contacts.Find(ids));
    }

    /// <summary>Who wrote it, when the list does not say: the app's word decides, or else the number, and only messages of the business have a recipient.</summary>
    public static bool IsFromBusiness(ChangeSource change, WireValue item)
    {
        var sender = UserIds.Digits(item["from"u8].Name);
        var isBusiness = sender is not null && string.Equals(sender, UserIds.Digits(change.DisplayPhoneNumber), StringComparison.Ordinal);
        return item["history_context"u8]["from_me"u8].Boolean ?? (isBusiness || !WrappedMessage.RecipientOf(item).IsNone);
    }

    private static HistoryMessage ReadMessage(ChangeSource change, WireValue item, bool isFromBusiness, WhatsAppUser? user) => new()
    {
        Message = MessageReader.ReadOf(change, item, user),
        IsFromBusiness = isFromBusiness,
        From = ItemSender.Of(item).Phone,
        To = WrappedMessage.RecipientOf(item).Phone,
        Status = item["history_context"u8]["status"u8].Name,
    };

    private static WhatsAppUser? UserOf(ChangeSource change, string? id, WireValue context)
    {
        var waId = context["wa_id"u8].Name;
        var username = context["username"u8].Name;
        var user = change.Contacts.Find(new UserIds(id ?? waId, context["user_id"u8].Name, context["parent_user_id"u8].Name));

        if (user is null)
        {
            return username is null ? null : new WhatsAppUser { Username = username };
        }

        return user with { WaId = waId ?? user.WaId, Username = username ?? user.Username };
    }
}
