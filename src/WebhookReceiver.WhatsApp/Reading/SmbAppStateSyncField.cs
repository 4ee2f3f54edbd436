using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>The field <c>smb_app_state_sync</c>: an event per element (<c>Specification/fields.md</c>, section 6.12).</summary>
internal static class SmbAppStateSyncField
{
    public static EventReader Reader { get; } = static (change, item) => ReadItem(change, item);

    public static Field Field { get; } = new(new ItemList("state_sync"u8, Reader));

    private static ContactStateSync ReadItem(ChangeSource change, WireValue item)
    {
        var contact = item["contact"u8];
        var ids = new UserIds(contact["phone_number"u8].Name, contact["user_id"u8].Name, contact["parent_user_id"u8].Name);
        var user = NamedUser.Of(ids, contact["username"u8].Name);

        if (ids.IsNone)
        {
            return new ContactStateSync(change.SourceWithoutId(item, "state_sync", Reader), user);
        }

        var identity = new EventIdentity(stackalloc byte[256], "state_sync");
        identity.Add(change.PhoneNumberId);
        identity.Add(UserIds.Digits(ids.Phone) ?? ids.UserId ?? ids.ParentUserId);
        identity.Add(item["action"u8].Name?.ToLowerInvariant());
        identity.Add(item["metadata"u8]["timestamp"u8].Name);

        return new ContactStateSync(change.Source(item, identity.ToKey(), Reader), user);
    }
}
