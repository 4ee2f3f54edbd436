using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>The field <c>user_preferences</c>: an event per element (<c>spec/fields.md</c> 6.17).</summary>
internal static class UserPreferencesField
{
    private static readonly EventReader Reader = static (change, item) => ReadItem(change, item, default);

    public static void Read(ChangeSource change, WireValue value, List<WhatsAppEvent> events)
    {
        var items = value["user_preferences"u8].Items;
        var contacts = new ContactBook(value["contacts"u8], items.IsSingle);

        foreach (var item in items)
        {
            events.Add(ReadItem(change, item, contacts));
        }
    }

    private static UserPreference ReadItem(ChangeSource change, WireValue item, ContactBook contacts)
    {
        var ids = new UserIds(item["wa_id"u8].Name, item["user_id"u8].Name, item["parent_user_id"u8].Name);

        if (ids.IsNone)
        {
            return new UserPreference(change.SourceWithoutId(item, "user_preference", Reader), contacts.Find(ids));
        }

        var identity = new EventIdentity(stackalloc byte[256], "user_preference");
        identity.Add(change.PhoneNumberId);
        identity.Add(ids.UserId ?? UserIds.Digits(ids.Phone) ?? ids.ParentUserId);
        identity.Add(item["category"u8].Name);
        identity.Add(item["value"u8].Name);
        identity.Add(item["timestamp"u8].Name);

        return new UserPreference(change.Source(item, identity.ToKey(), Reader), contacts.Find(ids));
    }
}
