using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>The field <c>user_preferences</c>: an event per element (<c>Specification/fields.md</c>, section 6.17).</summary>
internal static class UserPreferencesField
{
    public static EventReader Reader { get; } = static (change, item) => ReadItem(change, item);

    public static Field Field { get; } = new(new ItemList("user_preferences"u8, Reader, ItemUsers.One));

    private static UserPreference ReadItem(ChangeSource change, WireValue item)
    {
        var ids = new UserIds(item["wa_id"u8].Name, item["user_id"u8].Name, item["parent_user_id"u8].Name);

        if (ids.IsNone)
        {
            return new UserPreference(change.SourceWithoutId(item, "user_preference", Reader), change.Contacts.Find(ids));
        }

        var identity = new EventIdentity(stackalloc byte[256], "user_preference");
        identity.Add(change.PhoneNumberId);
        identity.Add(ids.UserId ?? UserIds.Digits(ids.Phone) ?? ids.ParentUserId);
        identity.Add(item["category"u8].Name);
        identity.Add(item["value"u8].Name);
        identity.Add(item["timestamp"u8].Name);

        return new UserPreference(change.Source(item, identity.ToKey(), Reader), change.Contacts.Find(ids));
    }
}
