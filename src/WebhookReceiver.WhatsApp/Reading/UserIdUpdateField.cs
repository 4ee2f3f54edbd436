using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>The field <c>user_id_update</c>: an event per element (<c>Specification/fields.md</c>, section 6.16).</summary>
internal static class UserIdUpdateField
{
    public static EventReader Reader { get; } = static (change, item) => ReadItem(change, item);

    public static Field Field { get; } = new(new ItemList("user_id_update"u8, Reader, ItemUsers.One));

    /// <summary>The current id. Here it is in an object; everywhere else it is the text itself.</summary>
    public static string? Current(WireValue id) => id["current"u8].Name ?? id.Name;

    private static UserIdUpdate ReadItem(ChangeSource change, WireValue item)
    {
        var ids = new UserIds(item["wa_id"u8].Name, Current(item["user_id"u8]), Current(item["parent_user_id"u8]));
        var previous = item["user_id"u8]["previous"u8].Name ?? item["parent_user_id"u8]["previous"u8].Name;

        if (previous is null && ids.UserId is null && ids.ParentUserId is null)
        {
            return new UserIdUpdate(change.SourceWithoutId(item, "user_id_update", Reader), change.Contacts.Find(ids));
        }

        var identity = new EventIdentity(stackalloc byte[256], "user_id_update");
        identity.Add(change.PhoneNumberId);
        identity.Add(previous);
        identity.Add(ids.UserId ?? ids.ParentUserId);
        identity.Add(item["timestamp"u8].Name);

        return new UserIdUpdate(change.Source(item, identity.ToKey(), Reader), change.Contacts.Find(ids));
    }
}
