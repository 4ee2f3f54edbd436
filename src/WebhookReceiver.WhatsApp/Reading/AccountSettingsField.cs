using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>
/// The field <c>account_settings_update</c>: one event per change, identified by number, time and text (<c>Specification/fields.md</c>, section 4).
/// </summary>
internal static class AccountSettingsField
{
    private static readonly EventReader Reader = static (change, value) => new AccountSettingsUpdate(Source(change, value));

    public static Field Field { get; } = new(static (change, value) => Reader(change, value));

    private static EventSource Source(ChangeSource change, WireValue value)
    {
        var phoneNumberId = value["phone_number_settings"u8]["phone_number_id"u8].Name ?? change.PhoneNumberId;
        var timestamp = value["timestamp"u8].Name;

        if (phoneNumberId is null || timestamp is null)
        {
            return WholeChange.Source(change, value, Reader);
        }

        var identity = new EventIdentity(stackalloc byte[256], "account_settings");
        identity.Add(phoneNumberId);
        identity.Add(timestamp);
        identity.AddRaw(value.Raw);
        return change.Source(value, identity.ToKey(), Reader);
    }
}
